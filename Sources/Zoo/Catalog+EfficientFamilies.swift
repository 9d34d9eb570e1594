extension Catalog {
  /// The families of the lecture's eras of efficiency and search, and the members of 2016's ensemble.
  static let efficientFamilies: [CatalogEntry] =
    denseNets + mobileNets + shuffleNets + searchedNets + laterInceptions
}
