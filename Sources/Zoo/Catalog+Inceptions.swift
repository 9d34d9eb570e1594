extension Catalog {
  /// GoogLeNet and Inception-v3.
  static let googLeNets: [CatalogEntry] = [
    CatalogEntry(
      "googlenet", paper: "Szegedy et al. 2014, Table 1, as torchvision builds it", year: 2014,
      parameters: 6_624_904, parametersWithAuxiliary: 13_004_888,
      multiplyAdds: 1_498_376_192,
      publishedErrors: [
        .torchvision(accuracy1: 69.778, accuracy5: 89.53)
      ],
      make: { GoogLeNet.torchvision(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "googlenet-paper", paper: "Szegedy et al. 2014, Table 1", year: 2014,
      parameters: 6_998_552, parametersWithAuxiliary: 13_378_280,
      multiplyAdds: 1_582_671_872,
      publishedErrors: [
        PublishedError("paper", "1 crop", top5: 10.07),
        PublishedError("paper", "10 crops", top5: 9.15),
        PublishedError("paper", "144 crops", top5: 7.89),
        PublishedError("paper", "7 nets, 144 crops", top5: 6.67),
      ],
      make: { GoogLeNet.paper(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "inception_v3", paper: "Szegedy et al. 2015, Table 1", year: 2015, inputSize: ImageSize(299),
      parameters: 23_834_568, parametersWithAuxiliary: 27_161_264,
      multiplyAdds: 5_713_216_096,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 21.2, top5: 5.6),
        PublishedError("paper", "4 nets, 144 crops", top1: 17.2, top5: 3.58),
        .torchvision(accuracy1: 77.294, accuracy5: 93.45),
      ],
      make: { InceptionV3(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "inception_small-cifar", paper: "Zhang et al. 2016, Fig. 3, without batch norm", year: 2016,
      inputSize: ImageSize(28), classes: 10,
      parameters: 1_649_402,
      multiplyAdds: 204_219_680,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, no augmentation, no decay", top1: 17.97)
      ],
      make: { SmallInception(isNormalized: false, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "inception_small_bn-cifar", paper: "Zhang et al. 2016, Fig. 3, normalisation with scales",
      year: 2016, inputSize: ImageSize(28), classes: 10,
      parameters: 1_651_114,
      multiplyAdds: 204_219_680,
      make: { SmallInception(inputChannels: $1, classes: $0) }),
  ]

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
