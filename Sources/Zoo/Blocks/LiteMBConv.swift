import GradusAutodiff
import GradusLayers

/// EfficientNet-Lite's block: MobileNetV2's inverted residual with TensorFlow's padding and epsilon.
public final class LiteMBConv: Layer {
  /// The 1x1 convolution that widens, and its normalisation; nil where nothing is widened.
  public let expandConv: Conv2d?, bn0: BatchNorm?
  /// The depthwise convolution and its normalisation.
  public let depthwiseConv: SameConv2d, bn1: BatchNorm
  /// The 1x1 convolution that narrows, and its normalisation, without activation.
  public let projectConv: Conv2d, bn2: BatchNorm
  /// Drops the branch in training; nil where there is no shortcut.
  public let stochasticDepth: StochasticDepth?

  /// Makes a block.
  ///
  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - outputs: channels of the result.
  ///   - expansion: the depthwise convolution's channels for each input channel; 1 for no first
  ///     convolution.
  ///   - kernel: height and width of the depthwise filter.
  ///   - stride: stride of the depthwise convolution.
  ///   - dropProbability: the probability that the branch is dropped in training.
  public init(
    _ inputs: Int, _ outputs: Int, expansion: Int, kernel: Int, stride: Int,
    dropProbability: Double
  ) {
    let wide = inputs * expansion
    expandConv = expansion == 1 ? nil : Conv2d(inputs, wide, kernel: 1, bias: false)
    bn0 = expansion == 1 ? nil : Self.norm(wide)
    depthwiseConv = SameConv2d(wide, wide, kernel: kernel, stride: stride, groups: wide)
    bn1 = Self.norm(wide)
    projectConv = Conv2d(wide, outputs, kernel: 1, bias: false)
    bn2 = Self.norm(outputs)
    stochasticDepth = stride == 1 && inputs == outputs ? StochasticDepth(dropProbability) : nil
  }

  /// TensorFlow's momentum and epsilon.
  static func norm(_ channels: Int) -> BatchNorm {
    BatchNorm(channels, momentum: 0.01, epsilon: 1e-3)
  }

  /// The branch, plus the input where both have one size.
  public func forward(_ x: Variable) -> Variable {
    var wide = x
    if let expandConv, let bn0 { wide = bn0.activated(expandConv(x), .relu6) }
    let filtered = bn1.activated(depthwiseConv(wide), .relu6)
    let branch = bn2(projectConv(filtered))
    return stochasticDepth.map { x + $0(branch) } ?? branch
  }
}
