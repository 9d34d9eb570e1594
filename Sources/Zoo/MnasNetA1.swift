import GradusAutodiff
import GradusLayers

/// MnasNet-A1 (Tan et al. 2018, Fig. 7): the searched network with squeeze and excitation.
///
/// State names are timm's (`semnasnet_100`).
public final class MnasNetA1: Classifier {
  /// The first convolution, 3x3 with stride 2, and its normalisation.
  public let convStem: Conv2d, bn1: BatchNorm
  /// The stages of Fig. 7.
  public let blocks: Sequential
  /// The last 1x1 convolution and its normalisation.
  public let convHead: Conv2d, bn2: BatchNorm
  /// The classifier.
  public let classifier: Linear
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()
  private let dropout = Dropout(0.2)

  /// Makes the network of Fig. 7.
  public init(inputChannels: Int = 3, classes: Int = 1000) {
    func stage(
      _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, expansion: Int, repeats: Int,
      squeezes: Bool = false
    ) -> Sequential {
      Sequential(
        (0..<repeats).map { index in
          MnasNetA1Block(
            index == 0 ? inputs : outputs, outputs, kernel: kernel,
            stride: index == 0 ? stride : 1, expansion: expansion, squeezes: squeezes)
        })
    }
    convStem = Conv2d(inputChannels, 32, kernel: 3, stride: 2, padding: 1, bias: false)
    bn1 = BatchNorm(32)
    blocks = Sequential {
      Sequential { SeparableConv(32, 16, activation: ReLU(), isLinear: true) }
      stage(16, 24, kernel: 3, stride: 2, expansion: 6, repeats: 2)
      stage(24, 40, kernel: 5, stride: 2, expansion: 3, repeats: 3, squeezes: true)
      stage(40, 80, kernel: 3, stride: 2, expansion: 6, repeats: 4)
      stage(80, 112, kernel: 3, stride: 1, expansion: 6, repeats: 2, squeezes: true)
      stage(112, 160, kernel: 5, stride: 2, expansion: 6, repeats: 3, squeezes: true)
      stage(160, 320, kernel: 3, stride: 1, expansion: 6, repeats: 1)
    }
    convHead = Conv2d(320, 1280, kernel: 1, bias: false)
    bn2 = BatchNorm(1280)
    classifier = Linear(1280, classes)
    self.classes = classes
  }

  /// MnasNet-A1 1.0.
  public static func mnasnetA1(inputChannels: Int = 3, classes: Int = 1000) -> MnasNetA1 {
    MnasNetA1(inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    let features = blocks(bn1.activated(convStem(images), .relu))
    return Prediction(logits: classifier(dropout(pool(bn2.activated(convHead(features), .relu)))))
  }
}

/// A 1x1 expansion, a depthwise convolution, squeeze and excitation to a quarter of the block's
/// inputs, and a linear projection.
public final class MnasNetA1Block: Layer {
  /// The 1x1 expansion and its normalisation.
  public let convPw: Conv2d, bn1: BatchNorm
  /// The depthwise convolution, which carries the stride, and its normalisation.
  public let convDw: Conv2d, bn2: BatchNorm
  /// Squeeze and excitation, in some stages.
  public let se: SqueezeExcitation?
  /// The linear projection and its normalisation.
  public let convPwl: Conv2d, bn3: BatchNorm
  /// Whether there is a shortcut.
  public let isResidual: Bool

  /// Makes a block.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, expansion: Int, squeezes: Bool
  ) {
    let wide = inputs * expansion
    convPw = Conv2d(inputs, wide, kernel: 1, bias: false)
    bn1 = BatchNorm(wide)
    convDw = Conv2d(
      wide, wide, kernel: kernel, stride: stride, padding: kernel / 2, groups: wide, bias: false)
    bn2 = BatchNorm(wide)
    se =
      squeezes
      ? SqueezeExcitation(wide, squeezed: inputs / 4, names: ("conv_reduce", "conv_expand")) : nil
    convPwl = Conv2d(wide, outputs, kernel: 1, bias: false)
    bn3 = BatchNorm(outputs)
    isResidual = stride == 1 && inputs == outputs
  }

  /// The branch, plus the input where there is a shortcut.
  public func forward(_ x: Variable) -> Variable {
    let filtered = bn2.activated(convDw(bn1.activated(convPw(x), .relu)), .relu)
    let branch = bn3(convPwl(se?(filtered) ?? filtered))
    return isResidual ? branch + x : branch
  }
}
