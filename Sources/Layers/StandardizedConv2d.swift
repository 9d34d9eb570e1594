import GradusAutodiff
import GradusTensors

/// A convolution whose filter has mean 0 and variance 1 for each output channel (Qiao et al. 2019).
///
/// With a normalisation that does not look at the batch it takes batch norm's place.
public final class StandardizedConv2d: Layer {
  /// The filter before it is standardised, `[kernel height, kernel width, inputs / groups, outputs]`.
  public let weight: Parameter
  /// Added to each output channel, `[outputs]`; nil for none.
  public let bias: Parameter?
  /// Stride, padding, dilation and groups.
  public let geometry: ConvolutionGeometry
  /// Added to the filters' variances.
  public let epsilon: Double

  /// Makes a convolution with a square kernel; see `Conv2d`.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    dilation: Int = 1, groups: Int = 1, bias: Bool = true, epsilon: Double = 1e-6,
    initializer: Initializer = .kaimingNormal(fan: .output)
  ) {
    let plain = Conv2d(
      inputs, outputs, kernel: kernel, stride: stride, padding: padding, dilation: dilation,
      groups: groups, bias: bias, initializer: initializer)
    (weight, self.bias, geometry) = (plain.weight, plain.bias, plain.geometry)
    self.epsilon = epsilon
  }

  /// Convolves with the standardised filter; traps with the layer's path when the input does not fit.
  public func forward(_ x: Variable) -> Variable {
    let problem = geometry.mismatch(for: x.shape, filter: weight.shape)
    Tensor.require(problem == nil, problem ?? "")
    let y = x.conv2d(weight.variable(on: x).weightStandardized(epsilon: epsilon), geometry)
    return bias.map { y + $0.variable(on: x) } ?? y
  }
}
