extension Catalog {
  /// Networks found by architecture search, and EfficientNet's scaling of one.
  static let searchedNets: [CatalogEntry] = [
    CatalogEntry(
      "nasnet_a_mobile", paper: "Zoph et al. 2017, NASNet-A (4 @ 1056)", year: 2017,
      parameters: 5_289_978,
      parametersWithAuxiliary: 7_701_218,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 26.0, top5: 8.4)
      ],
      make: { NASNet.mobile(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "nasnet_a_large", paper: "Zoph et al. 2017, NASNet-A (6 @ 4032)", year: 2017,
      inputSize: ImageSize(331), parameters: 88_753_150,
      parametersWithAuxiliary: 93_320_934,
      multiplyAdds: 23_783_414_658,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 17.3, top5: 3.8)
      ],
      make: { NASNet.large(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "mnasnet_a1", paper: "Tan et al. 2018, Fig. 7", year: 2018,
      parameters: 3_887_038,
      multiplyAdds: 311_579_072,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 24.8, top5: 7.5)
      ],
      make: { MnasNetA1.mnasnetA1(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "mnasnet1_0", paper: "Tan et al. 2018, MnasNet-B1", year: 2018,
      parameters: 4_383_312,
      multiplyAdds: 314_415_872,
      publishedErrors: [
        .torchvision(accuracy1: 73.456, accuracy5: 91.51)
      ],
      make: { MnasNetB1.mnasnet10(inputChannels: $1, classes: $0) }
    ).written(in: "MnasNet"),
    CatalogEntry(
      "efficientnet_b0", paper: "Tan and Le 2019, Table 2", year: 2019,
      parameters: 5_288_548,
      multiplyAdds: 385_814_752,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 22.9, top5: 6.7),
        .torchvision(accuracy1: 77.692, accuracy5: 93.532),
      ],
      make: { EfficientNet.b0(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_b1", paper: "Tan and Le 2019, Table 2", year: 2019,
      inputSize: ImageSize(240), parameters: 7_794_184,
      multiplyAdds: 686_802_832,
      publishedErrors: [
        .torchvision(accuracy1: 78.642, accuracy5: 94.186)
      ],
      make: { EfficientNet.b1(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_b2", paper: "Tan and Le 2019, Table 2", year: 2019,
      inputSize: ImageSize(260), parameters: 9_109_994,
      multiplyAdds: 993_561_872,
      publishedErrors: [
        PublishedError(
          "torchvision IMAGENET1K_V1", "1 crop of 288 pixels", top1: 19.392, top5: 4.69)
      ],
      make: { EfficientNet.b2(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_b3", paper: "Tan and Le 2019, Table 2", year: 2019,
      inputSize: ImageSize(300), parameters: 12_233_232,
      multiplyAdds: 1_827_141_392,
      publishedErrors: [
        .torchvision(accuracy1: 82.008, accuracy5: 96.054)
      ],
      make: { EfficientNet.b3(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_b4", paper: "Tan and Le 2019, Table 2", year: 2019,
      inputSize: ImageSize(380), parameters: 19_341_616,
      multiplyAdds: 4_393_771_024,
      publishedErrors: [
        .torchvision(accuracy1: 83.384, accuracy5: 96.594)
      ],
      make: { EfficientNet.b4(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_b5", paper: "Tan and Le 2019, Table 2", year: 2019,
      inputSize: ImageSize(456), parameters: 30_389_784,
      multiplyAdds: 10_266_384_752,
      publishedErrors: [
        .torchvision(accuracy1: 83.444, accuracy5: 96.628)
      ],
      make: { EfficientNet.b5(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_b6", paper: "Tan and Le 2019, Table 2", year: 2019,
      inputSize: ImageSize(528), parameters: 43_040_704,
      multiplyAdds: 19_067_593_536,
      publishedErrors: [
        .torchvision(accuracy1: 84.008, accuracy5: 96.916)
      ],
      make: { EfficientNet.b6(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "efficientnet_b7", paper: "Tan and Le 2019, Table 2", year: 2019,
      inputSize: ImageSize(600), parameters: 66_347_960,
      multiplyAdds: 37_745_884_192,
      publishedErrors: [
        .torchvision(accuracy1: 84.122, accuracy5: 96.908)
      ],
      make: { EfficientNet.b7(inputChannels: $1, classes: $0) }),
  ]
}
