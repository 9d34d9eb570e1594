import GradusAutodiff
import GradusTensors

/// A two-dimensional convolution: `[n, h, w, inputs]` to `[n, h', w', outputs]`.
public final class Conv2d: Layer {
  /// The filter, `[kernel height, kernel width, inputs / groups, outputs]`.
  public let weight: Parameter
  /// Added to each output channel, `[outputs]`; nil for none.
  public let bias: Parameter?
  /// Stride, padding, dilation and groups.
  public let geometry: ConvolutionGeometry
  /// Whether TensorFlow's SAME padding, which depends on the input's size, stands for the geometry's; for
  /// square kernels without dilation, and strides that are the same along both axes.
  package var padsAsTensorFlow = false

  /// Makes a convolution with everything spelled out; traps when channels do not divide by groups.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Extent,
    geometry: ConvolutionGeometry, bias: Bool = true,
    initializer: Initializer = .kaimingNormal(fan: .output)
  ) {
    precondition(
      inputs % geometry.groups == 0 && outputs % geometry.groups == 0,
      "Conv2d: \(inputs) inputs and \(outputs) outputs do not divide into \(geometry.groups) groups; "
        + "choose a number of groups that divides both")
    weight = Parameter(
      [kernel.height, kernel.width, inputs / geometry.groups, outputs], initializer,
      pyTorchLayout: .filter)
    self.bias = bias ? Parameter([outputs], .zeros) : nil
    self.geometry = geometry
  }

  /// Makes a convolution with a square kernel.
  ///
  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - outputs: channels of the result.
  ///   - kernel: height and width of the filter.
  ///   - stride: pixels from one output to the next.
  ///   - padding: zeros on all four sides.
  ///   - dilation: distance between filter taps.
  ///   - groups: channel groups that are convolved separately.
  ///   - bias: whether a bias is added; normalised networks have none.
  ///   - initializer: He's, for the number of outputs, when not given.
  public convenience init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    initializer: Initializer = .kaimingNormal(fan: .output)
  ) {
    self.init(
      inputs, outputs, kernel: Extent(kernel),
      geometry: ConvolutionGeometry(
        stride: stride, padding: padding, dilation: dilation, groups: groups), bias: bias,
      initializer: initializer)
  }

  /// Convolves; traps with the layer's path when the input does not fit.
  public func forward(_ x: Variable) -> Variable {
    let problem = geometry.mismatch(for: x.shape, filter: weight.shape)
    Tensor.require(problem == nil, problem ?? "")
    let used =
      padsAsTensorFlow
      ? ConvolutionGeometry.same(
        for: x.shape, kernel: weight.shape[0], stride: geometry.stride.height,
        groups: geometry.groups) : geometry
    let y = x.conv2d(weight.variable(on: x), used)
    return bias.map { y + $0.variable(on: x) } ?? y
  }
}
