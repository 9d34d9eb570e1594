extension Catalog {
  /// Residual networks for 32 by 32 images whose option A has zero channels on both sides: the published
  /// nets of Idelbayev's "Proper ResNet implementation for CIFAR10".
  static let cifarResNetsPaddedOnBothSides: [CatalogEntry] = [
    (20, 269_722, 40_551_040, 8.27), (32, 464_154, 68_862_592, 7.37),
    (44, 658_586, 97_174_144, 6.9), (56, 853_018, 125_485_696, 6.61),
    (110, 1_727_962, 252_887_680, 6.32), (1202, 19_421_274, 2_829_238_912, 6.18),
  ].map { depth, parameters, multiplyAdds, error in
    CatalogEntry(
      "resnet\(depth)-cifar-both-sides",
      paper: "He et al. 2015, §4.2, option A, zeros on both sides",
      year: 2015, inputSize: ImageSize(32), classes: 10, parameters: parameters,
      multiplyAdds: multiplyAdds,
      publishedErrors: [
        PublishedError("Idelbayev 2018", "CIFAR-10 test", top1: error)
      ],
      make: {
        CIFARResNet(
          depth: depth, shortcut: .paddedOnBothSides, inputChannels: $1, classes: $0)
      })
  }
}
