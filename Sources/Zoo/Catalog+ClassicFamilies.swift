extension Catalog {
  /// The families of the lecture's first three eras: bigger, deeper, wider.
  static let classicFamilies: [CatalogEntry] = []
}
