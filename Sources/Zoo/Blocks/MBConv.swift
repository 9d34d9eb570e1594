import GradusAutodiff
import GradusLayers

/// EfficientNet's block: MobileNetV2's inverted residual with squeeze and excitation, swish and
/// stochastic depth (Tan and Le 2019, §4).
public final class MBConv: Layer {
  /// The branch.
  public let block: Sequential
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
  ///   - norm: momentum and epsilon of the normalisations.
  public init(
    _ inputs: Int, _ outputs: Int, expansion: Int, kernel: Int, stride: Int,
    dropProbability: Double, norm: (momentum: Double, epsilon: Double)
  ) {
    let wide = inputs * expansion
    func convNorm(
      _ inputs: Int, _ outputs: Int, kernel: Int = 1, stride: Int = 1, groups: Int = 1,
      _ activation: (any Layer)? = SiLU()
    ) -> Sequential {
      .convNorm(
        inputs, outputs, kernel: kernel, stride: stride, groups: groups, momentum: norm.momentum,
        epsilon: norm.epsilon, activation: activation)
    }
    block = Sequential {
      if expansion != 1 { convNorm(inputs, wide) }
      convNorm(wide, wide, kernel: kernel, stride: stride, groups: wide)
      SqueezeExcitation(wide, squeezed: max(1, inputs / 4), activation: SiLU())
      convNorm(wide, outputs, nil)
    }
    stochasticDepth = stride == 1 && inputs == outputs ? StochasticDepth(dropProbability) : nil
  }

  /// The branch, plus the input where both have one size.
  public func forward(_ x: Variable) -> Variable {
    let branch = block(x)
    return stochasticDepth.map { x + $0(branch) } ?? branch
  }
}
