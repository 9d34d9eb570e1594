extension Catalog {
  /// Residual networks and their plain twins for 32 by 32 images.
  static let cifarResNets: [CatalogEntry] = [
    CatalogEntry(
      "plain20-cifar", paper: "He et al. 2015, §4.2, plain", year: 2015, inputSize: ImageSize(32),
      classes: 10,
      parameters: 269_722,
      multiplyAdds: 40_551_040,
      make: { CIFARResNet(depth: 20, shortcut: .none, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "plain32-cifar", paper: "He et al. 2015, §4.2, plain", year: 2015, inputSize: ImageSize(32),
      classes: 10,
      parameters: 464_154,
      multiplyAdds: 68_862_592,
      make: { CIFARResNet(depth: 32, shortcut: .none, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "plain44-cifar", paper: "He et al. 2015, §4.2, plain", year: 2015, inputSize: ImageSize(32),
      classes: 10,
      parameters: 658_586,
      multiplyAdds: 97_174_144,
      make: { CIFARResNet(depth: 44, shortcut: .none, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "plain56-cifar", paper: "He et al. 2015, §4.2, plain", year: 2015, inputSize: ImageSize(32),
      classes: 10,
      parameters: 853_018,
      multiplyAdds: 125_485_696,
      make: { CIFARResNet(depth: 56, shortcut: .none, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet20-cifar", paper: "He et al. 2015, §4.2, option A", year: 2015,
      inputSize: ImageSize(32), classes: 10,
      parameters: 269_722,
      multiplyAdds: 40_551_040,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 8.75)
      ],
      make: { CIFARResNet(depth: 20, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet32-cifar", paper: "He et al. 2015, §4.2, option A", year: 2015,
      inputSize: ImageSize(32), classes: 10,
      parameters: 464_154,
      multiplyAdds: 68_862_592,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 7.51)
      ],
      make: { CIFARResNet(depth: 32, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet44-cifar", paper: "He et al. 2015, §4.2, option A", year: 2015,
      inputSize: ImageSize(32), classes: 10,
      parameters: 658_586,
      multiplyAdds: 97_174_144,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 7.17)
      ],
      make: { CIFARResNet(depth: 44, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet56-cifar", paper: "He et al. 2015, §4.2, option A", year: 2015,
      inputSize: ImageSize(32), classes: 10,
      parameters: 853_018,
      multiplyAdds: 125_485_696,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 6.97)
      ],
      make: { CIFARResNet(depth: 56, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet110-cifar", paper: "He et al. 2015, §4.2, option A", year: 2015,
      inputSize: ImageSize(32), classes: 10,
      parameters: 1_727_962,
      multiplyAdds: 252_887_680,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, best of 5", top1: 6.43),
        PublishedError("paper", "CIFAR-10 test, mean of 5", top1: 6.61),
      ],
      make: { CIFARResNet(depth: 110, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet1202-cifar", paper: "He et al. 2015, §4.2, option A", year: 2015,
      inputSize: ImageSize(32), classes: 10,
      parameters: 19_421_274,
      multiplyAdds: 2_829_238_912,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 7.93)
      ],
      make: { CIFARResNet(depth: 1202, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "plain110-cifar", paper: "He et al. 2015, §4.2, plain", year: 2015, inputSize: ImageSize(32),
      classes: 10,
      parameters: 1_727_962,
      multiplyAdds: 252_887_680,
      make: { CIFARResNet(depth: 110, shortcut: .none, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet20-cifar-b", paper: "He et al. 2015, §4.2, option B", year: 2015,
      inputSize: ImageSize(32), classes: 10,
      parameters: 272_474,
      multiplyAdds: 40_813_184,
      make: { CIFARResNet(depth: 20, shortcut: .projected, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet8-cifar", paper: "Banbury et al. 2021, MLPerf Tiny, image classification", year: 2021,
      inputSize: ImageSize(32), classes: 10,
      parameters: 78_186,
      multiplyAdds: 12_501_632,
      publishedErrors: [
        PublishedError("MLPerf Tiny", "CIFAR-10, quality target", top1: 15)
      ],
      make: { TinyResNet(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "resnet164-cifar", paper: "He et al. 2016, Table 4, after-activation", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 1_704_154,
      multiplyAdds: 244_500_992,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 5.93)
      ],
      make: { ResNet.resnet164CIFAR(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "preact_resnet110-cifar", paper: "He et al. 2016, Table 2", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 1_727_962,
      multiplyAdds: 252_887_680,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 6.37)
      ],
      make: { PreActivationResNet.resnet110CIFAR(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "preact_resnet164-cifar", paper: "He et al. 2016, Table 4", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 1_703_258,
      multiplyAdds: 247_646_720,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 5.46)
      ],
      make: { PreActivationResNet.resnet164CIFAR(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "preact_resnet1001-cifar", paper: "He et al. 2016, Table 4", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 10_327_706,
      multiplyAdds: 1_490_995_712,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test, batch 128", top1: 4.92),
        PublishedError("paper", "CIFAR-10 test, batch 64", top1: 4.62),
      ],
      make: { PreActivationResNet.resnet1001CIFAR(inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "wide_resnet16_8-cifar", paper: "Zagoruyko and Komodakis 2016, WRN-16-8", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 10_961_370,
      multiplyAdds: 1_548_145_664,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 4.27),
        PublishedError("paper", "CIFAR-10 test, ZCA", top1: 4.81),
      ],
      make: {
        PreActivationResNet.wide(
          depth: 16, widening: 8, inputChannels: $1, classes: $0)
      }
    ).written(in: "WideResNet"),
    CatalogEntry(
      "wide_resnet28_10-cifar", paper: "Zagoruyko and Komodakis 2016, WRN-28-10", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 36_479_194,
      multiplyAdds: 5_243_328_768,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 4.0),
        PublishedError("paper", "CIFAR-10 test, dropout", top1: 3.89),
      ],
      make: {
        PreActivationResNet.wide(
          depth: 28, widening: 10, inputChannels: $1, classes: $0)
      }
    ).written(in: "WideResNet"),
    CatalogEntry(
      "wide_resnet40_4-cifar", paper: "Zagoruyko and Komodakis 2016, WRN-40-4", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 8_949_210,
      multiplyAdds: 1_298_582_016,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 4.53),
        PublishedError("paper", "CIFAR-10 test, ZCA", top1: 4.97),
      ],
      make: {
        PreActivationResNet.wide(
          depth: 40, widening: 4, inputChannels: $1, classes: $0)
      }
    ).written(in: "WideResNet"),
    CatalogEntry(
      "resnext29_8x64d-cifar", paper: "Xie et al. 2016, §5.3", year: 2016, inputSize: ImageSize(32),
      classes: 10,
      parameters: 34_426_698,
      multiplyAdds: 5_387_266_048,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 3.65)
      ],
      make: { ResNet.resnext29x8x64dCIFAR(inputChannels: $1, classes: $0) }
    ).written(in: "ResNeXt"),
    CatalogEntry(
      "resnext29_16x64d-cifar", paper: "Xie et al. 2016, §5.3", year: 2016,
      inputSize: ImageSize(32), classes: 10,
      parameters: 68_155_210,
      multiplyAdds: 10_688_866_304,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 3.58)
      ],
      make: { ResNet.resnext29x16x64dCIFAR(inputChannels: $1, classes: $0) }
    ).written(in: "ResNeXt"),
    CatalogEntry(
      "se_resnet20-cifar", paper: "Hu et al. 2017, §6.3, at 20 layers", year: 2017,
      inputSize: ImageSize(32), classes: 10,
      parameters: 272_095,
      multiplyAdds: 40_553_056,
      make: { CIFARResNet(depth: 20, reduction: 16, inputChannels: $1, classes: $0) }),
    CatalogEntry(
      "se_resnet110-cifar", paper: "Hu et al. 2017, §6.3", year: 2017, inputSize: ImageSize(32),
      classes: 10,
      parameters: 1_742_200,
      multiplyAdds: 252_899_776,
      publishedErrors: [
        PublishedError("paper", "CIFAR-10 test", top1: 5.21)
      ],
      make: { CIFARResNet(depth: 110, reduction: 16, inputChannels: $1, classes: $0) }),
  ]
}
