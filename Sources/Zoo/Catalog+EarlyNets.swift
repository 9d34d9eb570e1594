extension Catalog {
  /// AlexNet, ZFNet and VGG: convolutions, poolings and large fully connected layers.
  static let earlyNets: [CatalogEntry] = [
    CatalogEntry(
      "alexnet", paper: "Krizhevsky 2014, One weird trick", year: 2014,
      parameters: 61_100_840,
      multiplyAdds: 714_188_480,
      publishedErrors: [
        .torchvision(accuracy1: 56.522, accuracy5: 79.066)
      ],
      make: { AlexNet.torchvision(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "alexnet-paper", paper: "Krizhevsky et al. 2012, §3.5", year: 2012, inputSize: ImageSize(227),
      parameters: 60_965_224,
      multiplyAdds: 724_406_816,
      publishedErrors: [
        PublishedError("paper", "10 crops, one net", top1: 40.7, top5: 18.2),
        PublishedError("paper", "7 nets, pre-trained on ImageNet 2011, test", top5: 15.3),
      ],
      make: { AlexNet.paper(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "alexnet-paper-ungrouped", paper: "Krizhevsky et al. 2012, §3.5, without groups", year: 2012,
      inputSize: ImageSize(227),
      parameters: 62_378_344,
      multiplyAdds: 1_135_256_096,
      make: { AlexNet.paperUngrouped(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "alexnet-lecture", paper: "Krizhevsky 2014, One weird trick, at the lecture's 227 pixels",
      year: 2014, inputSize: ImageSize(227),
      parameters: 61_100_840,
      multiplyAdds: 716_767_232,
      make: { AlexNet.torchvision(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "zfnet-paper", paper: "Zeiler and Fergus 2013, Fig. 3", year: 2013,
      parameters: 62_357_608,
      multiplyAdds: 1_168_032_896,
      publishedErrors: [
        PublishedError("paper", "one net", top1: 38.4, top5: 16.5)
      ],
      make: { ZFNet.paper(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "zfnet-lecture", paper: "Zeiler and Fergus 2013, Fig. 3 with Table 2 (b)", year: 2013,
      parameters: 107_627_624,
      multiplyAdds: 2_476_704_896,
      publishedErrors: [
        PublishedError("paper", "one net", top1: 37.5, top5: 16.0),
        PublishedError("paper", "6 nets, test", top5: 14.8),
      ],
      make: { ZFNet.lecture(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg11", paper: "Simonyan and Zisserman 2014, Table 1 A", year: 2014,
      parameters: 132_863_336,
      multiplyAdds: 7_609_090_048,
      publishedErrors: [
        PublishedError("paper", "dense, S = Q = 256", top1: 29.6, top5: 10.4),
        .torchvision(accuracy1: 69.02, accuracy5: 88.628),
      ],
      make: { VGG.vgg11(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg11-lrn", paper: "Simonyan and Zisserman 2014, Table 1 A-LRN", year: 2014,
      parameters: 132_863_336,
      multiplyAdds: 7_609_090_048,
      make: { VGG.vgg11LRN(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg11_bn", paper: "Simonyan and Zisserman 2014, Table 1 A with batch normalisation",
      year: 2014,
      parameters: 132_868_840,
      multiplyAdds: 7_609_090_048,
      publishedErrors: [
        .torchvision(accuracy1: 70.37, accuracy5: 89.81)
      ],
      make: { VGG.vgg11BN(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg13", paper: "Simonyan and Zisserman 2014, Table 1 B", year: 2014,
      parameters: 133_047_848,
      multiplyAdds: 11_308_466_176,
      publishedErrors: [
        PublishedError("paper", "dense, S = Q = 256", top1: 28.7, top5: 9.9),
        .torchvision(accuracy1: 69.928, accuracy5: 89.246),
      ],
      make: { VGG.vgg13(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg13_bn", paper: "Simonyan and Zisserman 2014, Table 1 B with batch normalisation",
      year: 2014,
      parameters: 133_053_736,
      multiplyAdds: 11_308_466_176,
      publishedErrors: [
        .torchvision(accuracy1: 71.586, accuracy5: 90.374)
      ],
      make: { VGG.vgg13BN(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg16c", paper: "Simonyan and Zisserman 2014, Table 1 C", year: 2014,
      parameters: 133_638_952,
      multiplyAdds: 11_770_888_192,
      publishedErrors: [
        PublishedError("paper", "dense, S = Q = 256", top1: 28.1, top5: 9.4)
      ],
      make: { VGG.vgg16C(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg16", paper: "Simonyan and Zisserman 2014, Table 1 D", year: 2014,
      parameters: 138_357_544,
      multiplyAdds: 15_470_264_320,
      publishedErrors: [
        PublishedError("paper", "dense, S = Q = 256", top1: 27.0, top5: 8.8),
        PublishedError("He et al. 2015, Table 3", "10 crops", top1: 28.07, top5: 9.33),
        PublishedError("MatConvNet", "1 crop", top1: 28.5, top5: 9.9),
        .torchvision(accuracy1: 71.592, accuracy5: 90.382),
      ],
      make: { VGG.vgg16(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg16_bn", paper: "Simonyan and Zisserman 2014, Table 1 D with batch normalisation",
      year: 2014,
      parameters: 138_365_992,
      multiplyAdds: 15_470_264_320,
      publishedErrors: [
        .torchvision(accuracy1: 73.36, accuracy5: 91.516)
      ],
      make: { VGG.vgg16BN(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg16-lecture", paper: "the lecture's table: D without conv3_3", year: 2014,
      parameters: 137_767_464,
      multiplyAdds: 13_620_576_256,
      make: { VGG.lectureVGG16Table(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg19", paper: "Simonyan and Zisserman 2014, Table 1 E", year: 2014,
      parameters: 143_667_240,
      multiplyAdds: 19_632_062_464,
      publishedErrors: [
        PublishedError("paper", "dense, S = Q = 256", top1: 27.3, top5: 9.0),
        PublishedError("paper", "dense, best single net", top1: 24.4, top5: 7.1),
        .torchvision(accuracy1: 72.376, accuracy5: 90.876),
      ],
      make: { VGG.vgg19(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "vgg19_bn", paper: "Simonyan and Zisserman 2014, Table 1 E with batch normalisation",
      year: 2014,
      parameters: 143_678_248,
      multiplyAdds: 19_632_062_464,
      publishedErrors: [
        .torchvision(accuracy1: 74.218, accuracy5: 91.842)
      ],
      make: { VGG.vgg19BN(inputChannels: $1, classes: $0) }),
  ]
}
