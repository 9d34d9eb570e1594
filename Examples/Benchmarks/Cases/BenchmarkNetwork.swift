import Gradus

/// A network as the cases name it, with the size of its images.
struct BenchmarkNetwork: Sendable {
  let name: String
  /// Height and width of the images, which have three channels.
  let imageSize: Int
  let classes: Int
  /// Builds the network, without values.
  let make: @Sendable () -> any Classifier

  /// The networks that are compared with other libraries, and their batches.
  static let compared: [(network: BenchmarkNetwork, batch: Int)] = [
    (residual20, 128), (plain(depth: 56), 128), (resnet18, 16),
    (imageNet("resnet50") { ResNet.resnet50() }, 8), (imageNet("vgg16") { VGG.vgg16() }, 4),
    (imageNet("alexnet") { AlexNet.torchvision() }, 32),
    (imageNet("googlenet") { GoogLeNet.torchvision(auxiliaryHeads: false) }, 16),
    (mobileNetV2, 16),
    (imageNet("densenet121") { DenseNet.densenet121() }, 8),
  ]

  /// The networks that are also asked about one image at a time.
  static let singleImages = [resnet18, mobileNetV2]

  /// The residual net of 20 layers with option A (He et al. 2015, §4.2).
  static let residual20 = BenchmarkNetwork(name: "residual20", imageSize: 32, classes: 10) {
    CIFARResNet(depth: 20)
  }

  /// The plain net of a depth of 6n + 2 (He et al. 2015, §4.2).
  static func plain(depth: Int) -> BenchmarkNetwork {
    BenchmarkNetwork(name: "plain\(depth)", imageSize: 32, classes: 10) {
      CIFARResNet(depth: depth, shortcut: .none)
    }
  }

  /// A residual net of 56 layers so small that a step is what is done beside the arithmetic.
  static let narrow56 = BenchmarkNetwork(name: "narrow56", imageSize: 8, classes: 10) {
    CIFARResNet(depth: 56, width: 1)
  }

  static let mobileNetV2 = imageNet("mobilenet_v2") { MobileNetV2() }
  static let resnet18 = imageNet("resnet18") { ResNet.resnet18() }

  private static func imageNet(
    _ name: String, _ make: @escaping @Sendable () -> any Classifier
  ) -> BenchmarkNetwork {
    BenchmarkNetwork(name: name, imageSize: 224, classes: 1000, make: make)
  }
}
