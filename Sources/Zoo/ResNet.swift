import GradusAutodiff
import GradusLayers

/// Residual networks (He et al. 2015, Table 1) and those that change only their blocks.
///
/// 224 by 224 images, of any size from one pixel up; the CIFAR nets take 32 by 32. State names are
/// torchvision's.
public final class ResNet: Classifier {
  /// The first convolution and its normalisation.
  public let conv1: Conv2d, bn1: BatchNorm
  /// The stages; the CIFAR nets have three.
  public let layer1: Sequential, layer2: Sequential, layer3: Sequential, layer4: Sequential?
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let maxpool: MaxPool2d?
  private let pool = GlobalAveragePool()

  /// A net of Table 1: a 7x7 convolution and pooling, then four stages with the given numbers of
  /// blocks and 64, 128, 256 and 512 planes.
  init(_ block: ResidualBlock, _ blocks: [Int], inputChannels: Int, classes: Int) {
    let expansion = block.expansion
    conv1 = Conv2d(inputChannels, 64, kernel: 7, stride: 2, padding: 3, bias: false)
    bn1 = BatchNorm(64)
    maxpool = MaxPool2d(kernel: 3, stride: 2, padding: 1)
    layer1 = block.stage(64, planes: 64, count: blocks[0], stride: 1)
    layer2 = block.stage(64 * expansion, planes: 128, count: blocks[1], stride: 2)
    layer3 = block.stage(128 * expansion, planes: 256, count: blocks[2], stride: 2)
    layer4 = block.stage(256 * expansion, planes: 512, count: blocks[3], stride: 2)
    fc = Linear(512 * expansion, classes)
    self.classes = classes
  }

  /// A net for 32 by 32 images: a 3x3 convolution with `stem` channels, then three stages of
  /// `blocks` blocks with 1, 2 and 4 times `planes` planes.
  init(
    cifar block: ResidualBlock, blocks: Int, stem: Int, planes: Int, inputChannels: Int,
    classes: Int
  ) {
    let expansion = block.expansion
    conv1 = Conv2d(inputChannels, stem, kernel: 3, padding: 1, bias: false)
    bn1 = BatchNorm(stem)
    maxpool = nil
    layer1 = block.stage(stem, planes: planes, count: blocks, stride: 1)
    layer2 = block.stage(planes * expansion, planes: 2 * planes, count: blocks, stride: 2)
    layer3 = block.stage(2 * planes * expansion, planes: 4 * planes, count: blocks, stride: 2)
    layer4 = nil
    fc = Linear(4 * planes * expansion, classes)
    self.classes = classes
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    var x = bn1.activated(conv1(images), .relu)
    x = layer3(layer2(layer1(maxpool?(x) ?? x)))
    return Prediction(logits: fc(pool(layer4?(x) ?? x)))
  }
}

extension ResNet {
  /// 18 layers; option B is torchvision's, `.none` the plain net.
  public static func resnet18(
    shortcut: ShortcutOption = .projected, inputChannels: Int = 3, classes: Int = 1000
  ) -> ResNet {
    ResNet(.basic(shortcut), [2, 2, 2, 2], inputChannels: inputChannels, classes: classes)
  }

  /// 34 layers; option B is torchvision's, `.none` the plain net.
  public static func resnet34(
    shortcut: ShortcutOption = .projected, inputChannels: Int = 3, classes: Int = 1000
  ) -> ResNet {
    ResNet(.basic(shortcut), [3, 4, 6, 3], inputChannels: inputChannels, classes: classes)
  }

  /// 50 layers; the paper has the stride in the first 1x1 convolution, torchvision in the 3x3.
  public static func resnet50(
    stride: Bottleneck.StrideStyle = .conv3x3, inputChannels: Int = 3, classes: Int = 1000
  ) -> ResNet {
    ResNet(.bottleneck(stride), [3, 4, 6, 3], inputChannels: inputChannels, classes: classes)
  }

  /// 101 layers; the paper has the stride in the first 1x1 convolution, torchvision in the 3x3.
  public static func resnet101(
    stride: Bottleneck.StrideStyle = .conv3x3, inputChannels: Int = 3, classes: Int = 1000
  ) -> ResNet {
    ResNet(.bottleneck(stride), [3, 4, 23, 3], inputChannels: inputChannels, classes: classes)
  }

  /// 152 layers; the paper has the stride in the first 1x1 convolution, torchvision in the 3x3.
  public static func resnet152(
    stride: Bottleneck.StrideStyle = .conv3x3, inputChannels: Int = 3, classes: Int = 1000
  ) -> ResNet {
    ResNet(.bottleneck(stride), [3, 8, 36, 3], inputChannels: inputChannels, classes: classes)
  }

  /// 164 layers for CIFAR: 18 bottlenecks a stage, after-activation (He et al. 2016, Table 4).
  public static func resnet164CIFAR(inputChannels: Int = 3, classes: Int = 10) -> ResNet {
    ResNet(
      cifar: .bottleneck(.first1x1), blocks: 18, stem: 16, planes: 16,
      inputChannels: inputChannels, classes: classes)
  }
}
