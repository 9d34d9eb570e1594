extension Catalog {
  /// The families of the lecture's eras of size and depth.
  static let classicFamilies: [CatalogEntry] =
    earlyNets + googLeNets + resNets + resNetDescendants + cifarResNets
}
