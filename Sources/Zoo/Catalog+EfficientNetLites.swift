extension Catalog {
  /// EfficientNet for phones: parameters, multiply-adds and the released code's top-1 error of each.
  static let efficientNetLites: [CatalogEntry] = [
    (4_652_008, 385_187_552, 24.9), (5_416_680, 600_185_232, 23.3), (6_092_072, 859_736_272, 22.4),
    (8_197_096, 1_383_321_872, 20.2), (13_006_568, 2_553_034_336, 18.5),
  ].enumerated().map { number, counts in
    CatalogEntry(
      "efficientnet_lite\(number)", paper: "Liu 2020, released code of EfficientNet-Lite",
      year: 2020, inputSize: ImageSize(EfficientNetLite.scalings[number].resolution),
      parameters: counts.0, multiplyAdds: counts.1,
      publishedErrors: [PublishedError("released code", "1 crop", top1: counts.2)],
      make: { EfficientNetLite.lite(number, inputChannels: $1, classes: $0) })
  }
}
