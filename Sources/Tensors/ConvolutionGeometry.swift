/// How a two-dimensional convolution walks over its input.
///
/// The operation is cross-correlation, as in every deep-learning library: the filter is not
/// flipped.
public struct ConvolutionGeometry: Sendable, Hashable, Codable {
  /// Step from one output position to the next, in pixels.
  public let stride: Extent
  /// Zeros added around the image.
  public let padding: Padding
  /// Distance between neighbouring filter taps; 1 is a dense filter.
  public let dilation: Extent
  /// Channel groups that are convolved separately; as many as channels is depthwise convolution.
  public let groups: Int
  /// How the convolution and its gradients are computed; does not change what they are.
  public let algorithm: ConvolutionAlgorithm
  /// How it may round where the algorithm is `.automatic`.
  public let accuracy: ConvolutionAccuracy

  /// Makes a geometry; traps on a stride, dilation or group count below 1 and on negative padding.
  public init(
    stride: Extent, padding: Padding, dilation: Extent = Extent(1), groups: Int = 1,
    algorithm: ConvolutionAlgorithm = .automatic, accuracy: ConvolutionAccuracy = .automatic
  ) {
    (self.stride, self.padding, self.dilation) = (stride, padding, dilation)
    (self.groups, self.algorithm, self.accuracy) = (groups, algorithm, accuracy)
    if let problem { preconditionFailure(problem) }
  }

  /// Reads a geometry; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    stride = try values.decode(Extent.self, forKey: .stride)
    padding = try values.decode(Padding.self, forKey: .padding)
    dilation = try values.decode(Extent.self, forKey: .dilation)
    groups = try values.decode(Int.self, forKey: .groups)
    algorithm = try values.decode(ConvolutionAlgorithm.self, forKey: .algorithm)
    accuracy =
      try values.decodeIfPresent(ConvolutionAccuracy.self, forKey: .accuracy) ?? .automatic
    try decoder.refuse(problem)
  }

  private var problem: String? {
    if min(stride.height, stride.width, dilation.height, dilation.width, groups) < 1 {
      return "convolution: stride \(stride), dilation \(dilation) and \(groups) groups must all be "
        + "at least 1"
    }
    return padding.smallest < 0 ? "convolution: padding (\(padding)) must not be negative" : nil
  }

  /// Makes a geometry that is the same along both axes and at all four sides.
  public init(
    stride: Int = 1, padding: Int = 0, dilation: Int = 1, groups: Int = 1,
    algorithm: ConvolutionAlgorithm = .automatic, accuracy: ConvolutionAccuracy = .automatic
  ) {
    self.init(
      stride: Extent(stride), padding: Padding(padding), dilation: Extent(dilation),
      groups: groups, algorithm: algorithm, accuracy: accuracy)
  }

  /// The same geometry with another wish for how it is computed.
  public func computed(by algorithm: ConvolutionAlgorithm) -> ConvolutionGeometry {
    ConvolutionGeometry(
      stride: stride, padding: padding, dilation: dilation, groups: groups, algorithm: algorithm,
      accuracy: accuracy)
  }

  /// The same geometry with another wish for how it may round.
  public func computed(within accuracy: ConvolutionAccuracy) -> ConvolutionGeometry {
    ConvolutionGeometry(
      stride: stride, padding: padding, dilation: dilation, groups: groups, algorithm: algorithm,
      accuracy: accuracy)
  }

  /// The shape `[n, h', w', out]` that a filter `[kh, kw, c / groups, out]` makes of an input
  /// `[n, h, w, c]`.
  ///
  /// Traps, naming both shapes and the axis, when they do not fit.
  public func outputShape(for input: Shape, filter: Shape) -> Shape {
    let problem = mismatch(for: input, filter: filter)
    Tensor.require(problem == nil, problem ?? "")
    let counts = windows(of: filter).counts(on: input)
    return [input[0], counts.height, counts.width, filter[3]]
  }

  /// What is wrong with an input and a filter under this geometry, in one line; nil if they fit.
  package func mismatch(for input: Shape, filter: Shape) -> String? {
    guard input.rank == 4 else {
      return "conv2d: the input must be [batch, height, width, channels], not \(input)"
    }
    guard filter.rank == 4 else {
      return "conv2d: the filter must be [height, width, inputs / groups, outputs], not \(filter)"
    }
    guard filter[0] > 0, filter[1] > 0 else {
      return "conv2d: filter \(filter) has no taps; axes 0 and 1 must be at least 1"
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
    return windows(of: filter).mismatch(input).map { "conv2d: \($0)" }
  }

  private func windows(of filter: Shape) -> WindowGrid {
    WindowGrid(
      kernel: Extent(height: filter[0], width: filter[1]), stride: stride, dilation: dilation,
      padding: padding)
  }
}
