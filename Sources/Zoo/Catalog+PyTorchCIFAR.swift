import GradusLayers

extension Catalog {
  /// The networks of Liu's pytorch-cifar for 32 by 32 images, with that repository's accuracies.
  static let pyTorchCIFAR: [CatalogEntry] =
    pyTorchCIFARResidual + pyTorchCIFARJoined + pyTorchCIFARSmall

  private static let pyTorchCIFARResidual: [CatalogEntry] = [
    liu(
      "vgg11", "VGG11", 9_231_114, 152_769_536, in: "Chains"
    ) { .vgg([1, 1, 2, 2, 2], inputChannels: $1, classes: $0) },
    liu(
      "vgg13", "VGG13", 9_416_010, 228_267_008, in: "Chains"
    ) { .vgg([2, 2, 2, 2, 2], inputChannels: $1, classes: $0) },
    liu(
      "vgg16", "VGG16", 14_728_266, 313_201_664, accuracy: 92.64, in: "Chains"
    ) { .vgg([2, 2, 3, 3, 3], inputChannels: $1, classes: $0) },
    liu(
      "vgg19", "VGG19", 20_040_522, 398_136_320, in: "Chains"
    ) { .vgg([2, 2, 4, 4, 4], inputChannels: $1, classes: $0) },
    liu(
      "resnet18", "ResNet18", 11_173_962, 555_422_720, accuracy: 93.02, in: "Residual"
    ) { .residual([2, 2, 2, 2], isBottleneck: false, inputChannels: $1, classes: $0) },
    liu(
      "resnet34", "ResNet34", 21_282_122, 1_159_402_496, in: "Residual"
    ) { .residual([3, 4, 6, 3], isBottleneck: false, inputChannels: $1, classes: $0) },
    liu(
      "resnet50", "ResNet50", 23_520_842, 1_297_829_888, accuracy: 93.62, in: "Residual"
    ) { .residual([3, 4, 6, 3], isBottleneck: true, inputChannels: $1, classes: $0) },
    liu(
      "resnet101", "ResNet101", 42_512_970, 2_509_983_744, accuracy: 93.75, in: "Residual"
    ) { .residual([3, 4, 23, 3], isBottleneck: true, inputChannels: $1, classes: $0) },
    liu(
      "resnet152", "ResNet152", 58_156_618, 3_722_137_600, in: "Residual"
    ) { .residual([3, 8, 36, 3], isBottleneck: true, inputChannels: $1, classes: $0) },
    liu(
      "preact_resnet18", "PreActResNet18", 11_171_146, 555_422_720, accuracy: 95.11, in: "Residual"
    ) { .preActivated([2, 2, 2, 2], isBottleneck: false, inputChannels: $1, classes: $0) },
    liu(
      "preact_resnet34", "PreActResNet34", 21_279_306, 1_159_402_496, in: "Residual"
    ) { .preActivated([3, 4, 6, 3], isBottleneck: false, inputChannels: $1, classes: $0) },
    liu(
      "preact_resnet50", "PreActResNet50", 23_509_066, 1_297_829_888, in: "Residual"
    ) { .preActivated([3, 4, 6, 3], isBottleneck: true, inputChannels: $1, classes: $0) },
    liu(
      "preact_resnet101", "PreActResNet101", 42_501_194, 2_509_983_744, in: "Residual"
    ) { .preActivated([3, 4, 23, 3], isBottleneck: true, inputChannels: $1, classes: $0) },
    liu(
      "preact_resnet152", "PreActResNet152", 58_144_842, 3_722_137_600, in: "Residual"
    ) { .preActivated([3, 8, 36, 3], isBottleneck: true, inputChannels: $1, classes: $0) },
    liu(
      "senet18", "SENet18", 11_260_354, 555_509_760, in: "Residual"
    ) { .squeezed([2, 2, 2, 2], inputChannels: $1, classes: $0) },
  ]

  private static let pyTorchCIFARJoined: [CatalogEntry] = [
    liu(
      "resnext29_2x64d", "ResNeXt29_2x64d", 9_128_778, 1_409_492_992, accuracy: 94.82,
      in: "Residual"
    ) { .grouped(cardinality: 2, width: 64, inputChannels: $1, classes: $0) },
    liu(
      "resnext29_4x64d", "ResNeXt29_4x64d", 27_104_586, 4_228_075_520, in: "Residual"
    ) { .grouped(cardinality: 4, width: 64, inputChannels: $1, classes: $0) },
    liu(
      "resnext29_8x64d", "ResNeXt29_8x64d", 89_598_282, 14_093_099_008, in: "Residual"
    ) { .grouped(cardinality: 8, width: 64, inputChannels: $1, classes: $0) },
    liu(
      "resnext29_32x4d", "ResNeXt29_32x4d", 4_774_218, 772_483_072, accuracy: 94.73, in: "Residual"
    ) { .grouped(cardinality: 32, width: 4, inputChannels: $1, classes: $0) },
    liu(
      "googlenet", "GoogLeNet", 6_166_250, 1_521_756_160, in: "Chains"
    ) { .googLeNet(inputChannels: $1, classes: $0) },
    liu(
      "densenet121", "DenseNet121", 6_956_298, 888_350_720, accuracy: 95.04, in: "Chains"
    ) { .dense([6, 12, 24, 16], growth: 32, inputChannels: $1, classes: $0) },
    liu(
      "densenet161", "DenseNet161", 26_482_378, 2_467_550_784, in: "Chains"
    ) { .dense([6, 12, 36, 24], growth: 48, inputChannels: $1, classes: $0) },
    liu(
      "densenet169", "DenseNet169", 12_493_322, 1_059_799_296, in: "Chains"
    ) { .dense([6, 12, 32, 32], growth: 32, inputChannels: $1, classes: $0) },
    liu(
      "densenet201", "DenseNet201", 18_104_330, 1_363_888_896, in: "Chains"
    ) { .dense([6, 12, 48, 32], growth: 32, inputChannels: $1, classes: $0) },
    liu(
      "densenet", "densenet_cifar", 1_000_618, 125_341_440, in: "Chains"
    ) { .dense([6, 12, 24, 16], growth: 12, inputChannels: $1, classes: $0) },
    liu(
      "dpn26", "DPN26", 11_574_842, 665_050_880, in: "Joined"
    ) { .dualPath([2, 2, 2, 2], inputChannels: $1, classes: $0) },
    liu(
      "dpn92", "DPN92", 34_236_634, 2_042_422_272, accuracy: 95.16, in: "Joined"
    ) { .dualPath([3, 4, 20, 3], inputChannels: $1, classes: $0) },
    liu(
      "dla", "DLA", 16_291_386, 1_030_935_552, accuracy: 95.47, in: "Aggregated"
    ) { .aggregated(isSimple: false, inputChannels: $1, classes: $0) },
    liu(
      "simple_dla", "SimpleDLA", 15_142_970, 913_495_040, accuracy: 94.89, in: "Aggregated"
    ) { .aggregated(isSimple: true, inputChannels: $1, classes: $0) },
  ]

  /// An entry of the class that the repository calls `title`.
  static func liu(
    _ name: String, _ title: String, _ parameters: Int, _ multiplyAdds: Int,
    accuracy: Double? = nil, in file: String,
    make: @escaping @Sendable (_ classes: Int, _ inputChannels: Int) -> PyTorchCIFARNet
  ) -> CatalogEntry {
    CatalogEntry(
      "\(name)-pytorch-cifar", paper: "Liu 2017, pytorch-cifar, \(title)", year: 2017,
      inputSize: ImageSize(32), classes: 10, parameters: parameters, multiplyAdds: multiplyAdds,
      publishedErrors: accuracy.map {
        [
          PublishedError(
            "pytorch-cifar", "CIFAR-10 test", top1: ((100 - $0) * 100).rounded() / 100)
        ]
      } ?? [],
      make: { make($0, $1) }
    ).written(in: "PyTorchCIFAR/PyTorchCIFARNet+\(file)")
  }
}
