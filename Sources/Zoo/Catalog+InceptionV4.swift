extension Catalog {
  /// Inception-v4 and its residual sister, members of the ensemble that won in 2016.
  static let laterInceptions: [CatalogEntry] = [
    CatalogEntry(
      "inception_v4", paper: "Szegedy et al. 2016, Fig. 9", year: 2016,
      inputSize: ImageSize(299), parameters: 42_679_816,
      multiplyAdds: 12_253_974_624,
      make: { InceptionV4.inceptionV4(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "inception_resnet_v2", paper: "Szegedy et al. 2016, Fig. 15", year: 2016,
      inputSize: ImageSize(299), parameters: 55_843_464,
      multiplyAdds: 13_155_794_016,
      make: { InceptionResNetV2.inceptionResNetV2(inputChannels: $1, classes: $0) }),
  ]
}
