import GradusAutodiff
import GradusLayers

/// SENet-154 (Hu et al. 2017, appendix), winner of the last ILSVRC.
///
/// A 64x4d ResNeXt-152 with squeeze and excitation, half as many channels in the blocks' first 1x1
/// convolutions, three 3x3 convolutions as stem, 3x3 projections, and dropout. 224 by 224 images, of
/// 3 pixels or more.
public final class SENet154: Classifier {
  /// The stem.
  public let layer0: Sequential
  /// The stages.
  public let layer1: Sequential, layer2: Sequential, layer3: Sequential, layer4: Sequential
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()
  private let dropout = Dropout(0.2)

  /// Makes the network.
  public init(inputChannels: Int = 3, classes: Int = 1000) {
    layer0 = Sequential(named: [
      ("conv1", Conv2d(inputChannels, 64, kernel: 3, stride: 2, padding: 1, bias: false)),
      ("bn1", BatchNorm(64)), ("relu1", ReLU()),
      ("conv2", Conv2d(64, 64, kernel: 3, padding: 1, bias: false)),
      ("bn2", BatchNorm(64)), ("relu2", ReLU()),
      ("conv3", Conv2d(64, 128, kernel: 3, padding: 1, bias: false)),
      ("bn3", BatchNorm(128)), ("relu3", ReLU()),
      ("pool", MaxPool2d(kernel: 3, stride: 2, roundsUp: true)),
    ])
    let block = ResidualBlock(expansion: 4) { inputs, planes, stride in
      SENet154Block(inputs, planes: planes, stride: stride)
    }
    layer1 = block.stage(128, planes: 64, count: 3, stride: 1)
    layer2 = block.stage(256, planes: 128, count: 8, stride: 2)
    layer3 = block.stage(512, planes: 256, count: 36, stride: 2)
    layer4 = block.stage(1024, planes: 512, count: 3, stride: 2)
    fc = Linear(2048, classes)
    self.classes = classes
  }

  /// The smallest images: two pixels must reach the pooling, three where it rounds down.
  public var inputRequirement: InputRequirement {
    InputRequirement(after: layer0, at: "layer0")
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    let features = layer4(layer3(layer2(layer1(layer0(images)))))
    return Prediction(logits: fc(dropout(pool(features))))
  }
}

/// SENet-154's block: a 1x1 convolution to twice the planes, a 3x3 in 64 groups and a 1x1 to four
/// times the planes, then squeeze and excitation with ratio 16.
public final class SENet154Block: Layer {
  /// The convolutions and their normalisations.
  public let conv1: Conv2d, bn1: BatchNorm, conv2: Conv2d, bn2: BatchNorm
  /// The last convolution and its normalisation.
  public let conv3: Conv2d, bn3: BatchNorm
  /// Squeeze and excitation.
  public let se: SqueezeExcitation
  /// The projection, 1x1 in the first stage and 3x3 where the image shrinks; nil for the identity.
  public let downsample: Sequential?

  /// Makes a block from `inputs` to `4 planes` channels.
  public init(_ inputs: Int, planes: Int, stride: Int) {
    let outputs = 4 * planes
    conv1 = Conv2d(inputs, 2 * planes, kernel: 1, bias: false)
    bn1 = BatchNorm(2 * planes)
    conv2 = Conv2d(
      2 * planes, outputs, kernel: 3, stride: stride, padding: 1, groups: 64, bias: false)
    bn2 = BatchNorm(outputs)
    conv3 = Conv2d(outputs, outputs, kernel: 1, bias: false)
    bn3 = BatchNorm(outputs)
    se = SqueezeExcitation(outputs, squeezed: outputs / 16)
    let kernel = stride == 1 ? 1 : 3
    downsample =
      inputs == outputs && stride == 1
      ? nil
      : Sequential {
        Conv2d(inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, bias: false)
        BatchNorm(outputs)
      }
  }

  /// relu(branch + shortcut).
  public func forward(_ x: Variable) -> Variable {
    let branch = bn3(conv3(bn2.activated(conv2(bn1.activated(conv1(x), .relu)), .relu)))
    return (se(branch) + (downsample?(x) ?? x)).relu()
  }
}

extension ResNet {
  /// SE-ResNet-50 (Table 1); the authors' has the stride in the first 1x1 convolution.
  public static func seResNet50(
    stride: Bottleneck.StrideStyle = .conv3x3, inputChannels: Int = 3, classes: Int = 1000
  ) -> ResNet {
    ResNet(
      .bottleneck(stride, reduction: 16), [3, 4, 6, 3], inputChannels: inputChannels,
      classes: classes)
  }

  /// SE-ResNeXt-50 (32x4d) (Table 1).
  public static func seResNeXt50x32x4d(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(groups: 32, widthPerGroup: 4, reduction: 16), [3, 4, 6, 3],
      inputChannels: inputChannels, classes: classes)
  }

  /// SE-ResNeXt-101 (32x4d) (Table 2).
  public static func seResNeXt101x32x4d(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(groups: 32, widthPerGroup: 4, reduction: 16), [3, 4, 23, 3],
      inputChannels: inputChannels, classes: classes)
  }
}
