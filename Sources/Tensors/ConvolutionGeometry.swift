/// How a two-dimensional convolution walks over its input.
///
/// The operation is cross-correlation, as in every deep-learning library: the filter is not
/// flipped.
public struct ConvolutionGeometry: Sendable, Hashable {
  /// Rows and columns from one output position to the next.
  public var strideHeight: Int, strideWidth: Int
  /// Zeros around the input, in rows or columns; sides may differ.
  public var paddingTop: Int, paddingLeft: Int, paddingBottom: Int, paddingRight: Int
  /// Distance between neighbouring filter taps; 1 is a dense filter.
  public var dilationHeight: Int, dilationWidth: Int
  /// Channel groups that are conv2d separately; the number of channels is depthwise convolution.
  public var groups: Int
  /// How the convolution and its gradients are computed; does not change what they are.
  public var algorithm: ConvolutionAlgorithm = .automatic

  /// A geometry that treats height and width alike and pads all four sides equally.
  public init(stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1) {
    self.init(
      strideHeight: stride, strideWidth: stride, paddingTop: padding, paddingLeft: padding,
      paddingBottom: padding, paddingRight: padding, dilationHeight: dilation,
      dilationWidth: dilation, groups: groups)
  }

  /// A geometry with everything spelled out; traps on a stride, dilation or group count below 1 and
  /// on negative padding.
  public init(
    strideHeight: Int, strideWidth: Int, paddingTop: Int, paddingLeft: Int, paddingBottom: Int,
    paddingRight: Int, dilationHeight: Int = 1, dilationWidth: Int = 1, groups: Int = 1
  ) {
    precondition(
      min(strideHeight, strideWidth, dilationHeight, dilationWidth, groups) >= 1,
      "convolution: stride \(strideHeight)x\(strideWidth), dilation "
        + "\(dilationHeight)x\(dilationWidth) and \(groups) groups must all be at least 1")
    precondition(
      min(paddingTop, paddingLeft, paddingBottom, paddingRight) >= 0,
      "convolution: padding must not be negative")
    self.strideHeight = strideHeight
    self.strideWidth = strideWidth
    self.paddingTop = paddingTop
    self.paddingLeft = paddingLeft
    self.paddingBottom = paddingBottom
    self.paddingRight = paddingRight
    self.dilationHeight = dilationHeight
    self.dilationWidth = dilationWidth
    self.groups = groups
  }

  /// The output shape for an input `[n, h, w, c]` and a filter `[kh, kw, c / groups, out]`.
  ///
  /// Traps, naming both shapes and the axis, when they do not fit.
  public func outputShape(input: Shape, filter: Shape) -> Shape {
    if let problem = mismatch(input: input, filter: filter) { preconditionFailure(problem) }
    let size = outputSize(input: input, filter: filter)
    return [input[0], size.height, size.width, filter[3]]
  }

  /// What is wrong with an input and a filter under this geometry, in one line; nil if they fit.
  public func mismatch(input: Shape, filter: Shape) -> String? {
    guard input.rank == 4 else {
      return "conv2d: the input must be [batch, height, width, channels], not \(input)"
    }
    guard filter.rank == 4 else {
      return "conv2d: the filter must be [height, width, inputs / groups, outputs], not \(filter)"
    }
    guard input[3] == filter[2] * groups else {
      let channels = filter[2] * groups
      let advice =
        input[1] == channels
        ? "axis 1 has \(channels): images are [batch, height, width, channels] here, permute "
          + "[batch, channels, height, width] by [0, 2, 3, 1]"
        : "give it \(channels) channels or make the layer for \(input[3])"
      return "conv2d: input \(input) has \(input[3]) channels on axis 3, filter \(filter) with "
        + "\(groups) group(s) takes \(channels); \(advice)"
    }
    guard filter[3] % groups == 0 else {
      return "conv2d: the \(filter[3]) outputs of filter \(filter) (axis 3) do not divide into "
        + "\(groups) groups; make them a multiple of \(groups)"
    }
    let size = outputSize(input: input, filter: filter)
    guard size.height >= 1, size.width >= 1 else {
      return "conv2d: input \(input) is too small (axes 1 and 2) for filter \(filter): the output "
        + "would be \(size.height) x \(size.width); use a larger image or more padding"
    }
    return nil
  }

  private func outputSize(input: Shape, filter: Shape) -> (height: Int, width: Int) {
    func size(_ input: Int, _ padding: Int, _ kernel: Int, _ dilation: Int, _ stride: Int) -> Int {
      let room = input + padding - dilation * (kernel - 1) - 1
      return room < 0 ? 0 : room / stride + 1
    }
    return (
      size(input[1], paddingTop + paddingBottom, filter[0], dilationHeight, strideHeight),
      size(input[2], paddingLeft + paddingRight, filter[1], dilationWidth, strideWidth)
    )
  }
}
