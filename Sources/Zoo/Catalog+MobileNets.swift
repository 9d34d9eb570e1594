extension Catalog {
  /// SqueezeNet and the MobileNets.
  static let mobileNets: [CatalogEntry] = [
    CatalogEntry(
      "squeezenet1_0", paper: "Iandola et al. 2016, Table 1", year: 2016,
      parameters: 1_248_424,
      multiplyAdds: 818_924_576,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 42.5, top5: 19.7),
        .torchvision(accuracy1: 58.092, accuracy5: 80.42),
      ],
      make: { SqueezeNet.squeezenet10(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "squeezenet1_1", paper: "Iandola et al. 2016, authors' release 1.1", year: 2016,
      parameters: 1_235_496,
      multiplyAdds: 349_151_936,
      publishedErrors: [
        .torchvision(accuracy1: 58.178, accuracy5: 80.624)
      ],
      make: { SqueezeNet.squeezenet11(inputChannels: $1, classes: $0) }),
    mobileNetV1("mobilenet_v1", "Table 1", width: 1, 4_231_976, 568_740_352, error: 29.4),
    mobileNetV1(
      "mobilenet_v1_0_75", "Table 6, width 0.75", width: 0.75, 2_585_560, 325_400_448, error: 31.6),
    mobileNetV1(
      "mobilenet_v1_0_5", "Table 6, width 0.5", width: 0.5, 1_331_592, 149_497_088, error: 36.3),
    mobileNetV1(
      "mobilenet_v1_0_25", "Table 6, width 0.25", width: 0.25, 470_072, 41_030_272, error: 49.4),
    CatalogEntry(
      "mobilenet_v1-relu", paper: "Howard et al. 2017, Fig. 3, with ReLU", year: 2017,
      parameters: 4_231_976,
      multiplyAdds: 568_740_352,
      make: { MobileNetV1(isClamped: false, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "mobilenet_v1-cifar", paper: "Howard et al. 2017, with stride 1 in the first convolution",
      year: 2017, inputSize: ImageSize(32), classes: 10,
      parameters: 3_217_226,
      multiplyAdds: 46_354_432,
      make: { MobileNetV1(stemStride: 1, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "mobilenet_v2", paper: "Sandler et al. 2018, Table 2", year: 2018,
      parameters: 3_504_872,
      multiplyAdds: 300_774_272,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 28.0),
        .torchvision(accuracy1: 71.878, accuracy5: 90.286),
      ],
      make: { MobileNetV2.mobilenetV2(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "mobilenet_v3_large", paper: "Howard et al. 2019, Table 1", year: 2019,
      parameters: 5_483_032,
      multiplyAdds: 216_589_760,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 24.8),
        .torchvision(accuracy1: 74.042, accuracy5: 91.34),
      ],
      make: { MobileNetV3.mobilenetV3Large(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "mobilenet_v3_small", paper: "Howard et al. 2019, Table 2", year: 2019,
      parameters: 2_542_856,
      multiplyAdds: 56_510_400,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 32.6),
        .torchvision(accuracy1: 67.668, accuracy5: 87.402),
      ],
      make: { MobileNetV3.mobilenetV3Small(inputChannels: $1, classes: $0) }),
  ]

  /// MobileNet of a width, with its parameters, multiply-adds and the paper's error.
  private static func mobileNetV1(
    _ name: String, _ place: String, width: Double, _ parameters: Int, _ multiplyAdds: Int,
    error: Double
  ) -> CatalogEntry {
    CatalogEntry(
      name, paper: "Howard et al. 2017, \(place)", year: 2017, parameters: parameters,
      multiplyAdds: multiplyAdds,
      publishedErrors: [PublishedError("paper", "1 crop", top1: error)],
      make: { MobileNetV1(width: width, inputChannels: $1, classes: $0) })
  }
}
