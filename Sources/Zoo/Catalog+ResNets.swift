extension Catalog {
  /// Residual networks and their plain twins for ImageNet.
  static let resNets: [CatalogEntry] = [
    CatalogEntry(
      "plain18", paper: "He et al. 2015, Table 1, plain", year: 2015,
      parameters: 11_515_688,
      multiplyAdds: 1_794_805_760,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 27.94)
      ],
      make: { ResNet.resnet18(shortcut: .none, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "plain34", paper: "He et al. 2015, Table 1, plain", year: 2015,
      parameters: 21_623_848,
      multiplyAdds: 3_644_493_824,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 28.54, top5: 10.02)
      ],
      make: { ResNet.resnet34(shortcut: .none, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet18", paper: "He et al. 2015, Table 1, option B", year: 2015,
      parameters: 11_689_512,
      multiplyAdds: 1_814_073_344,
      publishedErrors: [
        PublishedError("fb.resnet.torch", "1 crop", top1: 30.43, top5: 10.76),
        .torchvision(accuracy1: 69.758, accuracy5: 89.078),
      ],
      make: { ResNet.resnet18(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet18-a", paper: "He et al. 2015, Table 1, option A", year: 2015,
      parameters: 11_515_688,
      multiplyAdds: 1_794_805_760,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 27.88)
      ],
      make: { ResNet.resnet18(shortcut: .padded, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet18-c", paper: "He et al. 2015, Table 1, option C", year: 2015,
      parameters: 12_043_816,
      multiplyAdds: 1_878_298_624,
      make: { ResNet.resnet18(shortcut: .projectedEverywhere, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet34", paper: "He et al. 2015, Table 1, option B", year: 2015,
      parameters: 21_797_672,
      multiplyAdds: 3_663_761_408,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 24.52, top5: 7.46),
        PublishedError("fb.resnet.torch", "1 crop", top1: 26.73, top5: 8.74),
        .torchvision(accuracy1: 73.314, accuracy5: 91.42),
      ],
      make: { ResNet.resnet34(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet34-a", paper: "He et al. 2015, Table 1, option A", year: 2015,
      parameters: 21_623_848,
      multiplyAdds: 3_644_493_824,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 25.03, top5: 7.76)
      ],
      make: { ResNet.resnet34(shortcut: .padded, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet34-c", paper: "He et al. 2015, Table 1, option C", year: 2015,
      parameters: 22_716_840,
      multiplyAdds: 3_830_747_136,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 24.19, top5: 7.4)
      ],
      make: { ResNet.resnet34(shortcut: .projectedEverywhere, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet50", paper: "He et al. 2015, Table 1, stride in the 3x3 (v1.5)", year: 2015,
      parameters: 25_557_032,
      multiplyAdds: 4_089_184_256,
      publishedErrors: [
        PublishedError("fb.resnet.torch", "1 crop", top1: 24.01, top5: 7.02),
        .torchvision(accuracy1: 76.13, accuracy5: 92.862),
      ],
      make: { ResNet.resnet50(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet50-v1", paper: "He et al. 2015, Table 1", year: 2015,
      parameters: 25_557_032,
      multiplyAdds: 3_857_973_248,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 22.85, top5: 6.71),
        PublishedError("authors' release", "1 crop", top1: 24.7, top5: 7.8),
      ],
      make: { ResNet.resnet50(stride: .first1x1, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet101", paper: "He et al. 2015, Table 1, stride in the 3x3 (v1.5)", year: 2015,
      parameters: 44_549_160,
      multiplyAdds: 7_801_405_440,
      publishedErrors: [
        PublishedError("fb.resnet.torch", "1 crop", top1: 22.44, top5: 6.21),
        .torchvision(accuracy1: 77.374, accuracy5: 93.546),
      ],
      make: { ResNet.resnet101(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet101-v1", paper: "He et al. 2015, Table 1", year: 2015,
      parameters: 44_549_160,
      multiplyAdds: 7_570_194_432,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 21.75, top5: 6.05),
        PublishedError("authors' release", "1 crop", top1: 23.6, top5: 7.1),
      ],
      make: { ResNet.resnet101(stride: .first1x1, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet152", paper: "He et al. 2015, Table 1, stride in the 3x3 (v1.5)", year: 2015,
      parameters: 60_192_808,
      multiplyAdds: 11_513_626_624,
      publishedErrors: [
        PublishedError("fb.resnet.torch", "1 crop", top1: 22.16, top5: 6.16),
        .torchvision(accuracy1: 78.312, accuracy5: 94.046),
      ],
      make: { ResNet.resnet152(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet152-v1", paper: "He et al. 2015, Table 1", year: 2015,
      parameters: 60_192_808,
      multiplyAdds: 11_282_415_616,
      publishedErrors: [
        PublishedError("paper", "10 crops", top1: 21.43, top5: 5.71),
        PublishedError("authors' release", "1 crop", top1: 23.0, top5: 6.7),
        PublishedError("paper", "6 nets, test", top5: 3.57),
      ],
      make: { ResNet.resnet152(stride: .first1x1, inputChannels: $1, classes: $0) }),
  ]
}
