import GradusAutodiff
import GradusTensors

/// A transposed convolution, which enlarges images as the backward pass of a convolution does
/// (Dumoulin and Visin 2016, ch. 4): `[n, h, w, inputs]` to `[n, h', w', outputs]` with
/// h' = (h - 1) stride - 2 padding + dilation (kernel - 1) + output padding + 1.
public final class ConvTranspose2d: Layer {
  /// The filter, `[kernel height, kernel width, outputs / groups, inputs]`: that of the convolution the
  /// other way.
  public let weight: Parameter
  /// Added to each output channel, `[outputs]`; nil for none.
  public let bias: Parameter?
  /// The convolution the other way.
  public let geometry: ConvolutionGeometry
  /// Rows and columns added at the bottom and the right of the result, which the convolution the other
  /// way does not reach.
  public let outputPadding: Extent

  private let outputs: Int

  /// Makes a transposed convolution; traps when channels do not divide by groups or when the output
  /// padding is not smaller than the stride.
  ///
  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - outputs: channels of the result.
  ///   - kernel: height and width of the filter.
  ///   - geometry: of the convolution the other way.
  ///   - outputPadding: rows and columns more than the smallest result.
  ///   - bias: whether a bias is added.
  ///   - initializer: He's, for the inputs of the convolution the other way, when not given.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Extent, geometry: ConvolutionGeometry,
    outputPadding: Extent = Extent(0), bias: Bool = true,
    initializer: Initializer = .kaimingNormal(fan: .input)
  ) {
    precondition(
      inputs % geometry.groups == 0 && outputs % geometry.groups == 0,
      "ConvTranspose2d: \(inputs) inputs and \(outputs) outputs do not divide into "
        + "\(geometry.groups) groups; choose a number of groups that divides both")
    precondition(
      (0..<geometry.stride.height).contains(outputPadding.height)
        && (0..<geometry.stride.width).contains(outputPadding.width),
      "ConvTranspose2d: output padding \(outputPadding) must be smaller than the stride "
        + "\(geometry.stride)")
    weight = Parameter(
      [kernel.height, kernel.width, outputs / geometry.groups, inputs], initializer,
      pyTorchLayout: .filter)
    self.bias = bias ? Parameter([outputs], .zeros) : nil
    (self.geometry, self.outputPadding, self.outputs) = (geometry, outputPadding, outputs)
  }

  /// Makes a transposed convolution with a square kernel.
  public convenience init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    outputPadding: Int = 0, dilation: Int = 1, groups: Int = 1, bias: Bool = true,
    initializer: Initializer = .kaimingNormal(fan: .input)
  ) {
    self.init(
      inputs, outputs, kernel: Extent(kernel),
      geometry: ConvolutionGeometry(
        stride: stride, padding: padding, dilation: dilation, groups: groups),
      outputPadding: Extent(outputPadding), bias: bias, initializer: initializer)
  }

  /// Enlarges; traps with the layer's path when the input does not fit.
  public func forward(_ x: Variable) -> Variable {
    let (filter, padding) = (weight.shape, geometry.padding)
    let fits = x.shape.rank == 4 && x.shape[-1] == filter[3]
    Tensor.require(
      fits,
      "transposed convolution: input \(x.shape) must be [batch, height, width, \(filter[3])], the "
        + "inputs of the filter \(filter)")
    guard fits else { return x }
    let height =
      (x.shape[1] - 1) * geometry.stride.height - padding.top - padding.bottom
      + geometry.dilation.height * (filter[0] - 1) + outputPadding.height + 1
    let width =
      (x.shape[2] - 1) * geometry.stride.width - padding.left - padding.right
      + geometry.dilation.width * (filter[1] - 1) + outputPadding.width + 1
    Tensor.require(
      height > 0 && width > 0,
      "transposed convolution: \(x.shape) and a filter \(filter) leave \(height)x\(width) pixels")
    guard height > 0, width > 0 else { return x }
    let y = x.conv2dInputGradient(
      filter: weight.variable(on: x), inputShape: [x.shape[0], height, width, outputs], geometry)
    return bias.map { y + $0.variable(on: x) } ?? y
  }
}
