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
  /// padding is not smaller than the stride or the dilation, whichever is larger.
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
    let (stride, dilation) = (geometry.stride, geometry.dilation)
    precondition(
      (0..<max(stride.height, dilation.height)).contains(outputPadding.height)
        && (0..<max(stride.width, dilation.width)).contains(outputPadding.width),
      "ConvTranspose2d: output padding \(outputPadding) must be smaller than the stride "
        + "\(stride) or the dilation \(dilation)")
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
    let (inner, beyond) = reach
    Tensor.require(
      height > beyond.height && width > beyond.width,
      "transposed convolution: \(x.shape) and a filter \(filter) leave \(height)x\(width) pixels")
    guard height > beyond.height, width > beyond.width else { return x }
    let y = x.conv2dInputGradient(
      filter: weight.variable(on: x),
      inputShape: [x.shape[0], height - beyond.height, width - beyond.width, outputs], inner)
    let whole =
      beyond == Extent(0)
      ? y : y.padded(before: [0, 0, 0, 0], after: [0, beyond.height, beyond.width, 0])
    return bias.map { whole + $0.variable(on: x) } ?? whole
  }

  /// The convolution the other way with as many pixels as the input has, and the rows and columns of zeros
  /// that follow its input in the result.
  ///
  /// Output padding below the stride is lost in the other convolution's rounding. A larger one takes away
  /// from the padding at the bottom and the right, and where there is none adds zeros.
  private var reach: (geometry: ConvolutionGeometry, beyond: Extent) {
    let (padding, stride) = (geometry.padding, geometry.stride)
    func parts(_ extra: Int, _ stride: Int, _ padding: Int) -> (padding: Int, beyond: Int) {
      extra < stride ? (padding, 0) : (max(0, padding - extra), max(0, extra - padding))
    }
    let bottom = parts(outputPadding.height, stride.height, padding.bottom)
    let right = parts(outputPadding.width, stride.width, padding.right)
    let inner = ConvolutionGeometry(
      stride: stride,
      padding: Padding(
        top: padding.top, bottom: bottom.padding, left: padding.left, right: right.padding),
      dilation: geometry.dilation, groups: geometry.groups, algorithm: geometry.algorithm,
      accuracy: geometry.accuracy)
    return (inner, Extent(height: bottom.beyond, width: right.beyond))
  }
}
