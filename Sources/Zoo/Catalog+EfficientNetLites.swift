extension Catalog {
  /// EfficientNet for phones.
  static let efficientNetLites: [CatalogEntry] = [
    CatalogEntry(
      "efficientnet_lite0", paper: "Liu 2020, released code of EfficientNet-Lite", year: 2020,
      parameters: 4_652_008,
      multiplyAdds: 385_187_552,
      publishedErrors: [
        PublishedError("released code", "1 crop", top1: 24.9)
      ],
      make: { EfficientNetLite.lite(0, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_lite1", paper: "Liu 2020, released code of EfficientNet-Lite", year: 2020,
      inputSize: ImageSize(240),
      parameters: 5_416_680,
      multiplyAdds: 600_185_232,
      publishedErrors: [
        PublishedError("released code", "1 crop", top1: 23.3)
      ],
      make: { EfficientNetLite.lite(1, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_lite2", paper: "Liu 2020, released code of EfficientNet-Lite", year: 2020,
      inputSize: ImageSize(260),
      parameters: 6_092_072,
      multiplyAdds: 859_736_272,
      publishedErrors: [
        PublishedError("released code", "1 crop", top1: 22.4)
      ],
      make: { EfficientNetLite.lite(2, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_lite3", paper: "Liu 2020, released code of EfficientNet-Lite", year: 2020,
      inputSize: ImageSize(280),
      parameters: 8_197_096,
      multiplyAdds: 1_383_321_872,
      publishedErrors: [
        PublishedError("released code", "1 crop", top1: 20.2)
      ],
      make: { EfficientNetLite.lite(3, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_lite4", paper: "Liu 2020, released code of EfficientNet-Lite", year: 2020,
      inputSize: ImageSize(300),
      parameters: 13_006_568,
      multiplyAdds: 2_553_034_336,
      publishedErrors: [
        PublishedError("released code", "1 crop", top1: 18.5)
      ],
      make: { EfficientNetLite.lite(4, inputChannels: $1, classes: $0) }),
  ]
}
