extension Catalog {
  /// The families that spend their parameters and multiply-adds sparingly.
  static let efficientFamilies: [CatalogEntry] = []
}
