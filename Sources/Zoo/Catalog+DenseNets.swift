extension Catalog {
  /// Densely connected networks.
  static let denseNets: [CatalogEntry] = [
    CatalogEntry(
      "densenet121", paper: "Huang et al. 2016, Table 1", year: 2016,
      parameters: 7_978_856,
      multiplyAdds: 2_834_161_664,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 25.02, top5: 7.71),
        .torchvision(accuracy1: 74.434, accuracy5: 91.972),
      ],
      make: { DenseNet.densenet121(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet169", paper: "Huang et al. 2016, Table 1", year: 2016,
      parameters: 14_149_480,
      multiplyAdds: 3_359_843_328,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 23.8, top5: 6.85),
        .torchvision(accuracy1: 75.6, accuracy5: 92.806),
      ],
      make: { DenseNet.densenet169(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet201", paper: "Huang et al. 2016, Table 1", year: 2016,
      parameters: 20_013_928,
      multiplyAdds: 4_291_365_888,
      publishedErrors: [
        PublishedError("paper", "1 crop", top1: 22.58, top5: 6.34),
        .torchvision(accuracy1: 76.896, accuracy5: 93.37),
      ],
      make: { DenseNet.densenet201(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet161", paper: "Huang et al. 2016, authors' release, growth rate 48", year: 2016,
      parameters: 28_681_000,
      multiplyAdds: 7_727_907_072,
      publishedErrors: [
        PublishedError("authors' release", "1 crop", top1: 22.2),
        .torchvision(accuracy1: 77.138, accuracy5: 93.56),
      ],
      make: { DenseNet.densenet161(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet40_12-cifar", paper: "Huang et al. 2016, Table 2", year: 2016,
      inputSize: ImageSize(32), classes: 10, parameters: 1_019_722,
      multiplyAdds: 264_812_928,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, augmented", top1: 5.24),
        PublishedError("paper", "CIFAR-10 test", top1: 7.0),
      ],
      make: { DenseNet.cifar(depth: 40, growth: 12, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet100_12-cifar", paper: "Huang et al. 2016, Table 2", year: 2016,
      inputSize: ImageSize(32), classes: 10, parameters: 6_979_642,
      multiplyAdds: 1_769_516_448,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, augmented", top1: 4.1)
      ],
      make: { DenseNet.cifar(depth: 100, growth: 12, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet100_24-cifar", paper: "Huang et al. 2016, Table 2", year: 2016,
      inputSize: ImageSize(32), classes: 10, parameters: 27_249_082,
      multiplyAdds: 6_889_347_744,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, augmented", top1: 3.74)
      ],
      make: { DenseNet.cifar(depth: 100, growth: 24, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet_bc100_12-cifar", paper: "Huang et al. 2016, Table 2", year: 2016,
      inputSize: ImageSize(32), classes: 10, parameters: 769_162,
      multiplyAdds: 287_929_692,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, augmented", top1: 4.51)
      ],
      make: { DenseNet.cifarBC(depth: 100, growth: 12, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "densenet_bc190_40-cifar", paper: "Huang et al. 2016, Table 2", year: 2016,
      inputSize: ImageSize(32), classes: 10, parameters: 25_624_430,
      multiplyAdds: 9_301_945_740,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, augmented", top1: 3.46)
      ],
      make: { DenseNet.cifarBC(depth: 190, growth: 40, inputChannels: $1, classes: $0) }),
  ]
}
