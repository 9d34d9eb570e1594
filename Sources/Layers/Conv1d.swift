import GradusAutodiff
import GradusTensors

/// A convolution along one axis: `[n, length, inputs]` to `[n, length', outputs]`.
public final class Conv1d: Layer {
  /// The filter, `[1, kernel, inputs / groups, outputs]`.
  public let weight: Parameter
  /// Added to each output channel, `[outputs]`; nil for none.
  public let bias: Parameter?
  /// Stride, padding, dilation and groups along the width, which is the length.
  public let geometry: ConvolutionGeometry

  /// Makes a convolution.
  ///
  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - outputs: channels of the result.
  ///   - kernel: the length of the filter.
  ///   - stride: places from one output to the next.
  ///   - padding: zeros at both ends.
  ///   - dilation: distance between filter taps.
  ///   - groups: channel groups that are convolved separately; traps unless it divides the channels.
  ///   - bias: whether a bias is added.
  ///   - initializer: He's, for the number of outputs, when not given.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    initializer: Initializer = .kaimingNormal(fan: .output)
  ) {
    precondition(
      groups > 0 && inputs % groups == 0 && outputs % groups == 0,
      "Conv1d: \(inputs) inputs and \(outputs) outputs do not divide into \(groups) groups; choose a "
        + "number of groups that divides both")
    weight = Parameter(
      [1, kernel, inputs / groups, outputs], initializer, pyTorchLayout: .rowFilter)
    self.bias = bias ? Parameter([outputs], .zeros) : nil
    geometry = ConvolutionGeometry(
      stride: Extent(height: 1, width: stride), padding: Padding(vertical: 0, horizontal: padding),
      dilation: Extent(height: 1, width: dilation), groups: groups)
  }

  /// Convolves; traps with the layer's path when the input does not fit.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      x.shape.rank == 3, "convolution: input \(x.shape) must be [batch, length, channels]")
    guard x.shape.rank == 3 else { return x }
    let row = x.expanded(axis: 1)
    let problem = geometry.mismatch(for: row.shape, filter: weight.shape)
    Tensor.require(problem == nil, problem ?? "")
    guard problem == nil else { return x }
    let y = row.conv2d(weight.variable(on: x), geometry)
    let result = y.reshaped(to: [y.shape[0], y.shape[2], y.shape[3]])
    return bias.map { result + $0.variable(on: x) } ?? result
  }
}
