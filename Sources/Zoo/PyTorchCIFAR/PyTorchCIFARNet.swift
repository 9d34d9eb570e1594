import GradusAutodiff
import GradusLayers

/// The networks for 32 by 32 images of Liu's pytorch-cifar (2017 to 2021), which many published CIFAR
/// weights were trained with.
///
/// They carry the papers' names and are not the papers' networks: their stems keep 32 by 32 pixels, and
/// widths are those of ImageNet. State names are that repository's, `linear` for the classifier.
public final class PyTorchCIFARNet: Classifier, Container {
  /// The number of classes.
  public let classes: Int
  /// The smallest images it takes.
  public let inputRequirement: InputRequirement

  private let layers: Sequential

  /// The layers with their path components.
  public var children: [(name: String, module: any Module)] { layers.children }

  /// A layer and its path component.
  typealias NamedLayer = (name: String, layer: any Layer)

  /// Makes a network of all its layers in a row.
  init(
    _ layers: [NamedLayer], classes: Int, requirement: InputRequirement = InputRequirement()
  ) {
    self.layers = Sequential(named: layers)
    (self.classes, inputRequirement) = (classes, requirement)
  }

  /// Makes a network of features, averaged over the image, and a classifier of `channels` of them.
  convenience init(
    _ features: [NamedLayer], channels: Int, classes: Int, head: String = "linear",
    dropout: Double = 0, requirement: InputRequirement = InputRequirement()
  ) {
    var layers = features + [("pool", GlobalAveragePool())]
    if dropout > 0 { layers.append(("dropout", Dropout(dropout))) }
    layers.append((head, Linear(channels, classes)))
    self.init(layers, classes: classes, requirement: requirement)
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: layers.forward(images))
  }

  /// A convolution `conv1` that keeps the size, its normalisation `bn1` and ReLU.
  static func stem(_ inputs: Int, _ outputs: Int, kernel: Int = 3) -> [NamedLayer] {
    convolution(1, .unbiased(inputs, outputs, kernel: kernel))
  }

  /// A convolution with a number, its normalisation and an activation.
  static func convolution(
    _ number: Int, _ convolution: Conv2d, activation: any Layer = ReLU()
  ) -> [NamedLayer] {
    [
      ("conv\(number)", convolution), ("bn\(number)", BatchNorm(convolution.weight.shape[3])),
      ("activation\(number)", activation),
    ]
  }

  /// `count` blocks of which the first changes the channels and has the stride.
  static func stage(
    _ inputs: Int, _ outputs: Int, count: Int, stride: Int,
    _ make: (_ inputs: Int, _ outputs: Int, _ stride: Int) -> any Layer
  ) -> Sequential {
    Sequential(
      (0..<count).map { $0 == 0 ? make(inputs, outputs, stride) : make(outputs, outputs, 1) })
  }
}

extension Conv2d {
  /// A convolution without bias, padded so that the image keeps its size at stride 1.
  static func unbiased(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1
  ) -> Conv2d {
    Conv2d(
      inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, groups: groups,
      bias: false)
  }
}
