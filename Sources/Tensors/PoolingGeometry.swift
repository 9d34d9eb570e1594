/// The windows of a pooling operation over the height and width of NHWC images.
///
/// The rules are PyTorch's, except that padding may differ from side to side. Each side's padding
/// must be smaller than the kernel, so that every window holds at least one pixel.
public struct PoolingGeometry: Sendable, Hashable, Codable {
  /// Height and width of the window, in pixels.
  public let kernel: Extent
  /// Step from window to window, in pixels.
  public let stride: Extent
  /// Pixels added around the image.
  public let padding: Padding
  /// Whether a last window that overhangs the padded image counts: the output size is rounded up.
  ///
  /// A window that would start beyond the image (in the bottom or right padding) never counts.
  public let roundsUp: Bool
  /// Whether padding pixels count as zeros in an average; the part of a window that overhangs the
  /// padded image never does.
  public let countsPadding: Bool

  /// Makes a geometry; traps unless kernel and stride are positive and every padding is in
  /// `0..<kernel`.
  public init(
    kernel: Extent, stride: Extent, padding: Padding, roundsUp: Bool = false,
    countsPadding: Bool = true
  ) {
    (self.kernel, self.stride, self.padding) = (kernel, stride, padding)
    (self.roundsUp, self.countsPadding) = (roundsUp, countsPadding)
    if let problem { preconditionFailure(problem) }
  }

  /// Reads a geometry; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    kernel = try values.decode(Extent.self, forKey: .kernel)
    stride = try values.decode(Extent.self, forKey: .stride)
    padding = try values.decode(Padding.self, forKey: .padding)
    roundsUp = try values.decode(Bool.self, forKey: .roundsUp)
    countsPadding = try values.decode(Bool.self, forKey: .countsPadding)
    try decoder.refuse(problem)
  }

  private var problem: String? {
    if min(kernel.height, kernel.width, stride.height, stride.width) < 1 {
      return "pooling: kernel \(kernel) and stride \(stride) must be positive"
    }
    let fits =
      padding.smallest >= 0 && max(padding.top, padding.bottom) < kernel.height
      && max(padding.left, padding.right) < kernel.width
    return fits
      ? nil
      : "pooling: padding (\(padding)) must be smaller than the kernel \(kernel), so that no window "
        + "holds padding only"
  }

  /// Makes a geometry that is the same along both axes and at all sides; `stride` is the kernel
  /// unless given.
  public init(
    kernel: Int, stride: Int? = nil, padding: Int = 0, roundsUp: Bool = false,
    countsPadding: Bool = true
  ) {
    self.init(
      kernel: Extent(kernel), stride: Extent(stride ?? kernel), padding: Padding(padding),
      roundsUp: roundsUp, countsPadding: countsPadding)
  }

  /// The shape `[batch, windows down, windows across, channels]` that pooling makes of `input`.
  ///
  /// Traps unless `input` is `[batch, height, width, channels]` and holds at least one window.
  public func outputShape(for input: Shape) -> Shape { outputShape(for: input, "pooling") }

  /// The same for an operation that is named when `input` does not fit.
  func outputShape(for input: Shape, _ operation: StaticString) -> Shape {
    let windows = WindowGrid(self)
    let problem = windows.mismatch(input)
    Tensor.require(problem == nil, "\(operation): \(problem ?? "")")
    let counts = windows.counts(on: input)
    return [input[0], counts.height, counts.width, input[3]]
  }
}
