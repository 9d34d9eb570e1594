import GradusAutodiff
import GradusLayers
import GradusTensors

/// Residual networks whose blocks normalise and activate before they convolve (He et al. 2016,
/// "Identity mappings in deep residual networks"), and wide networks, which are made of the same
/// blocks.
///
/// The CIFAR nets take 32 by 32 images, the ImageNet net 224 by 224; all take any size from one pixel
/// up.
public final class PreActivationResNet: Classifier {
  /// The first convolution.
  public let conv1: Conv2d
  /// The normalisation after it, before pooling; nil in the CIFAR nets.
  public let bn1: BatchNorm?
  /// The stages; the CIFAR nets have three.
  public let layer1: Sequential, layer2: Sequential, layer3: Sequential, layer4: Sequential?
  /// The normalisation after the last block.
  public let bn: BatchNorm
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let maxpool: MaxPool2d?
  private let pool = GlobalAveragePool()

  /// Makes a block from `inputs` to `outputs` channels.
  typealias MakeBlock = (
    _ inputs: Int, _ outputs: Int, _ stride: Int, _ position: PreActivationBlock.Position
  ) -> PreActivationBlock

  private static func stage(
    _ inputs: Int, _ outputs: Int, count: Int, stride: Int,
    first: PreActivationBlock.Position = .firstOfStage, _ make: MakeBlock
  ) -> Sequential {
    Sequential(
      (0..<count).map { index in
        index == 0
          ? make(inputs, outputs, stride, first) : make(outputs, outputs, 1, .inner)
      })
  }

  /// A CIFAR net: a 3x3 convolution with `stem` channels and three stages of `blocks` blocks with
  /// `channels`, twice and four times as many.
  init(
    cifar blocks: Int, channels: Int, stem: Int = 16, inputChannels: Int, classes: Int,
    _ make: MakeBlock
  ) {
    conv1 = Conv2d(inputChannels, stem, kernel: 3, padding: 1, bias: false)
    (bn1, maxpool) = (nil, nil)
    layer1 = Self.stage(stem, channels, count: blocks, stride: 1, make)
    layer2 = Self.stage(channels, 2 * channels, count: blocks, stride: 2, make)
    layer3 = Self.stage(2 * channels, 4 * channels, count: blocks, stride: 2, make)
    layer4 = nil
    bn = BatchNorm(4 * channels)
    fc = Linear(4 * channels, classes)
    self.classes = classes
  }

  /// An ImageNet net: the stem of ResNet and four stages.
  init(imageNet blocks: [Int], inputChannels: Int, classes: Int, _ make: MakeBlock) {
    conv1 = Conv2d(inputChannels, 64, kernel: 7, stride: 2, padding: 3, bias: false)
    bn1 = BatchNorm(64)
    maxpool = MaxPool2d(kernel: 3, stride: 2, padding: 1)
    layer1 = Self.stage(64, 256, count: blocks[0], stride: 1, first: .onActivatedInput, make)
    layer2 = Self.stage(256, 512, count: blocks[1], stride: 2, make)
    layer3 = Self.stage(512, 1024, count: blocks[2], stride: 2, make)
    layer4 = Self.stage(1024, 2048, count: blocks[3], stride: 2, make)
    bn = BatchNorm(2048)
    fc = Linear(2048, classes)
    self.classes = classes
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    var x = conv1(images)
    if let bn1, let maxpool { x = maxpool(bn1.activated(x, .relu)) }
    x = layer3(layer2(layer1(x)))
    return Prediction(logits: fc(pool(bn.activated(layer4?(x) ?? x, .relu))))
  }
}

extension PreActivationResNet {
  /// 110 layers of two 3x3 convolutions a block, option A (Table 2).
  public static func resnet110CIFAR(
    inputChannels: Int = 3, classes: Int = 10
  ) -> PreActivationResNet {
    cifar(depth: 110, inputChannels: inputChannels, classes: classes)
  }

  /// `depth` = 6n + 2 layers of two 3x3 convolutions a block, option A, with `width`, twice and four
  /// times as many channels; 16 in the paper.
  public static func cifar(
    depth: Int, width: Int = 16, inputChannels: Int = 3, classes: Int = 10
  ) -> PreActivationResNet {
    precondition(
      depth >= 8 && (depth - 2) % 6 == 0,
      "PreActivationResNet: the depth must be 6n + 2 (20, 56, 110, ...), not \(depth)")
    return PreActivationResNet(
      cifar: (depth - 2) / 6, channels: width, stem: width, inputChannels: inputChannels,
      classes: classes
    ) { inputs, outputs, stride, position in
      PreActivationBlock(
        basic: inputs, outputs, stride: stride, position: position, shortcut: .padded)
    }
  }

  /// 164 layers of bottlenecks (Table 4).
  public static func resnet164CIFAR(
    inputChannels: Int = 3, classes: Int = 10
  ) -> PreActivationResNet {
    bottleneckCIFAR(blocks: 18, inputChannels, classes)
  }

  /// 1001 layers of bottlenecks (Table 4).
  public static func resnet1001CIFAR(
    inputChannels: Int = 3, classes: Int = 10
  ) -> PreActivationResNet {
    bottleneckCIFAR(blocks: 111, inputChannels, classes)
  }

  /// 200 layers for ImageNet (Table 5).
  public static func resnet200(
    inputChannels: Int = 3, classes: Int = 1000
  ) -> PreActivationResNet {
    PreActivationResNet(
      imageNet: [3, 24, 36, 3], inputChannels: inputChannels, classes: classes, bottleneck)
  }

  private static func bottleneckCIFAR(
    blocks: Int, _ inputChannels: Int, _ classes: Int
  ) -> PreActivationResNet {
    PreActivationResNet(
      cifar: blocks, channels: 64, inputChannels: inputChannels, classes: classes, bottleneck)
  }

  private static func bottleneck(
    _ inputs: Int, _ outputs: Int, _ stride: Int, _ position: PreActivationBlock.Position
  ) -> PreActivationBlock {
    PreActivationBlock(
      bottleneck: inputs, planes: outputs / Bottleneck.expansion, stride: stride,
      position: position)
  }
}
