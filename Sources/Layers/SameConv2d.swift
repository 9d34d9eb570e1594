import GradusAutodiff
import GradusTensors

/// A convolution with TensorFlow's SAME padding, which depends on the input's size, without bias unless told
/// otherwise.
public final class SameConv2d: Layer {
  /// The filter, `[kernel, kernel, inputs / groups, outputs]`.
  public let weight: Parameter
  /// Added to each output channel, `[outputs]`; nil for none.
  public let bias: Parameter?
  /// Pixels from one output to the next.
  public let stride: Int
  /// Channel groups conv2d separately.
  public let groups: Int

  /// Makes a convolution with a square kernel; traps when channels do not divide by groups.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1,
    bias: Bool = false
  ) {
    precondition(
      inputs % groups == 0 && outputs % groups == 0,
      "SameConv2d: \(inputs) inputs and \(outputs) outputs do not divide into \(groups) groups; "
        + "choose a number of groups that divides both")
    weight = Parameter(
      [kernel, kernel, inputs / groups, outputs], .kaimingNormal(fan: .output),
      pyTorchLayout: .filter)
    self.bias = bias ? Parameter([outputs], .zeros) : nil
    (self.stride, self.groups) = (stride, groups)
  }

  /// Convolves; traps with the layer's path when the input has other channels.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      x.shape.rank == 4 && x.shape[3] == weight.shape[2] * groups,
      "conv2d: input \(x.shape) must be [batch, height, width, "
        + "\(weight.shape[2] * groups)]")
    let geometry = ConvolutionGeometry.same(
      for: x.shape, kernel: weight.shape[0], stride: stride, groups: groups)
    let y = x.conv2d(weight.variable(on: x), geometry)
    return bias.map { y + $0.variable(on: x) } ?? y
  }
}
