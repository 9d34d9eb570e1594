import GradusAutodiff
import GradusLayers

/// A 3x3 depthwise and a 1x1 convolution, each normalised (Howard et al. 2017, Fig. 3 right).
public final class SeparableConv: Layer {
  /// The depthwise convolution, which carries the stride, and its normalisation.
  public let convDw: Conv2d, bn1: BatchNorm
  /// The 1x1 convolution and its normalisation.
  public let convPw: Conv2d, bn2: BatchNorm

  private let activation: any Layer
  private let isLinear: Bool

  /// Makes a block; a linear one has no activation at its end.
  public init(
    _ inputs: Int, _ outputs: Int, stride: Int = 1, activation: any Layer, isLinear: Bool = false
  ) {
    convDw = Conv2d(
      inputs, inputs, kernel: 3, stride: stride, padding: 1, groups: inputs, bias: false)
    bn1 = BatchNorm(inputs)
    convPw = Conv2d(inputs, outputs, kernel: 1, bias: false)
    bn2 = BatchNorm(outputs)
    (self.activation, self.isLinear) = (activation, isLinear)
  }

  /// Filters each channel, then mixes channels.
  public func forward(_ x: Variable) -> Variable {
    let mixed = bn2(convPw(activation(bn1(convDw(x)))))
    return isLinear ? mixed : activation(mixed)
  }
}
