import GradusAutodiff
import GradusLayers

/// ResNet-8 of MLPerf Tiny (Banbury et al. 2021, image classification; released code
/// `resnet_v1_eembc`): three residual blocks for 32 by 32 images.
///
/// As Keras has it: convolutions keep their biases before the normalisations, padding and epsilon are
/// TensorFlow's, and the projections of the second and third block are not normalised. State names are
/// torchvision's for residual networks; the release has none that fit.
public final class TinyResNet: Classifier {
  /// The first convolution and its normalisation.
  public let conv1: SameConv2d, bn1: BatchNorm
  /// The blocks, with 16, 32 and 64 channels.
  public let layer1: TinyResidualBlock, layer2: TinyResidualBlock, layer3: TinyResidualBlock
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()

  /// Makes the network.
  public init(inputChannels: Int = 3, classes: Int = 10) {
    conv1 = SameConv2d(inputChannels, 16, kernel: 3, bias: true)
    bn1 = TinyResidualBlock.norm(16)
    layer1 = TinyResidualBlock(16, 16, stride: 1)
    layer2 = TinyResidualBlock(16, 32, stride: 2)
    layer3 = TinyResidualBlock(32, 64, stride: 2)
    fc = Linear(64, classes)
    self.classes = classes
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size.
  public func forward(_ images: Variable) -> Prediction {
    let stem = bn1.activated(conv1(images), .relu)
    return Prediction(logits: fc(pool(layer3(layer2(layer1(stem))))))
  }
}

/// MLPerf Tiny's residual block: two 3x3 convolutions with biases, and a 1x1 projection without
/// normalisation where the size changes.
public final class TinyResidualBlock: Layer {
  /// The first convolution, which carries the stride, and its normalisation.
  public let conv1: SameConv2d, bn1: BatchNorm
  /// The second convolution and its normalisation.
  public let conv2: SameConv2d, bn2: BatchNorm
  /// The projection; nil for the identity.
  public let downsample: Conv2d?

  /// Makes a block.
  public init(_ inputs: Int, _ outputs: Int, stride: Int) {
    conv1 = SameConv2d(inputs, outputs, kernel: 3, stride: stride, bias: true)
    bn1 = Self.norm(outputs)
    conv2 = SameConv2d(outputs, outputs, kernel: 3, bias: true)
    bn2 = Self.norm(outputs)
    downsample =
      stride == 1 && inputs == outputs
      ? nil : Conv2d(inputs, outputs, kernel: 1, stride: stride)
  }

  /// Keras's momentum and epsilon.
  static func norm(_ channels: Int) -> BatchNorm {
    BatchNorm(channels, momentum: 0.01, epsilon: 1e-3)
  }

  /// relu(branch + shortcut).
  public func forward(_ x: Variable) -> Variable {
    let hidden = bn1.activated(conv1(x), .relu)
    return bn2.activated(conv2(hidden), .relu, adding: downsample?(x) ?? x)
  }
}
