extension Catalog {
  /// What grew out of residual networks on ImageNet: wider, grouped, pre-activated, gated.
  static let resNetDescendants: [CatalogEntry] = [
    CatalogEntry(
      "preact_resnet200", paper: "He et al. 2016, Table 5", year: 2016,
      parameters: 64_666_152,
      multiplyAdds: 15_007_481_856,
      publishedErrors: [
        PublishedError("fb.resnet.torch", "1 crop", top1: 21.66, top5: 5.79),
        PublishedError("paper", "1 crop of 320 pixels", top1: 20.1, top5: 4.8),
      ],
      make: { PreActivationResNet.resnet200(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "wide_resnet50_2", paper: "Zagoruyko and Komodakis 2016, Table 8", year: 2016,
      parameters: 68_883_240,
      multiplyAdds: 11_398_021_120,
      publishedErrors: [
        PublishedError("authors' release", "1 crop", top1: 21.9, top5: 5.79),
        PublishedError("paper", "1 crop", top1: 21.9, top5: 6.03),
        .torchvision(accuracy1: 78.468, accuracy5: 94.086),
      ],
      make: { ResNet.wide50x2(inputChannels: $1, classes: $0) }
    ).written(in: "WideResNet"),
    CatalogEntry(
      "wide_resnet101_2", paper: "Zagoruyko and Komodakis 2016, as torchvision deepens it",
      year: 2016,
      parameters: 126_886_696,
      multiplyAdds: 22_753_050_624,
      publishedErrors: [
        .torchvision(accuracy1: 78.848, accuracy5: 94.284)
      ],
      make: { ResNet.wide101x2(inputChannels: $1, classes: $0) }
    ).written(in: "WideResNet"),
    CatalogEntry(
      "resnext50_32x4d", paper: "Xie et al. 2016, Table 1", year: 2016,
      parameters: 25_028_904,
      multiplyAdds: 4_230_479_872,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 22.2),
        .torchvision(accuracy1: 77.618, accuracy5: 93.698),
      ],
      make: { ResNet.resnext50x32x4d(inputChannels: $1, classes: $0) }
    ).written(in: "ResNeXt"),
    CatalogEntry(
      "resnext101_32x4d", paper: "Xie et al. 2016, Table 3", year: 2016,
      parameters: 44_177_704,
      multiplyAdds: 7_969_996_800,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 21.2)
      ],
      make: { ResNet.resnext101x32x4d(inputChannels: $1, classes: $0) }
    ).written(in: "ResNeXt"),
    CatalogEntry(
      "resnext101_32x8d", paper: "Xie et al. 2016, as torchvision widens it", year: 2016,
      parameters: 88_791_336,
      multiplyAdds: 16_414_015_488,
      publishedErrors: [
        .torchvision(accuracy1: 79.312, accuracy5: 94.526)
      ],
      make: { ResNet.resnext101x32x8d(inputChannels: $1, classes: $0) }
    ).written(in: "ResNeXt"),
    CatalogEntry(
      "resnext101_64x4d", paper: "Xie et al. 2016, Table 4", year: 2016,
      parameters: 83_455_272,
      multiplyAdds: 15_460_270_080,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 20.4, top5: 5.3),
        .torchvision(accuracy1: 83.246, accuracy5: 96.454),
      ],
      make: { ResNet.resnext101x64x4d(inputChannels: $1, classes: $0) }
    ).written(in: "ResNeXt"),
    CatalogEntry(
      "se_resnet50", paper: "Hu et al. 2017, Table 1, stride in the 3x3 (v1.5)", year: 2017,
      parameters: 28_088_024,
      multiplyAdds: 4_091_699_200,
      make: { ResNet.seResNet50(inputChannels: $1, classes: $0) }
    ).written(in: "SENet"),
    CatalogEntry(
      "se_resnet50-v1", paper: "Hu et al. 2017, Table 1", year: 2017,
      parameters: 28_088_024,
      multiplyAdds: 3_860_488_192,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 23.29, top5: 6.62),
        PublishedError("authors' release", "1 crop", top1: 22.37, top5: 6.36),
      ],
      make: { ResNet.seResNet50(stride: .first1x1, inputChannels: $1, classes: $0) }
    ).written(in: "SENet"),
    CatalogEntry(
      "se_resnext50_32x4d", paper: "Hu et al. 2017, Table 1", year: 2017,
      parameters: 27_559_896,
      multiplyAdds: 4_232_994_816,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 21.1, top5: 5.49),
        PublishedError("authors' release", "1 crop", top1: 20.97, top5: 5.54),
      ],
      make: { ResNet.seResNeXt50x32x4d(inputChannels: $1, classes: $0) }
    ).written(in: "SENet"),
    CatalogEntry(
      "se_resnext101_32x4d", paper: "Hu et al. 2017, Table 2", year: 2017,
      parameters: 48_955_416,
      multiplyAdds: 7_974_739_968,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 20.7, top5: 5.01),
        PublishedError("authors' release", "1 crop", top1: 19.81, top5: 4.96),
      ],
      make: { ResNet.seResNeXt101x32x4d(inputChannels: $1, classes: $0) }
    ).written(in: "SENet"),
    CatalogEntry(
      "senet154", paper: "Hu et al. 2017, appendix", year: 2017,
      parameters: 115_088_984,
      multiplyAdds: 20_688_363_520,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 18.68, top5: 4.47),
        PublishedError("paper", "ensemble, test", top5: 2.251),
      ],
      make: { SENet154(inputChannels: $1, classes: $0) }
    ).written(in: "SENet"),
  ]
}
