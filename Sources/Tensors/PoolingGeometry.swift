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
  public let ceilMode: Bool
  /// Whether padding pixels count as zeros in an average; the part of a window that overhangs the
  /// padded image never does.
  public let countIncludePad: Bool

  /// A length along each of the two image axes.
  public struct Extent: Sendable, Hashable, Codable {
    /// Length along the height.
    public let height: Int
    /// Length along the width.
    public let width: Int

    /// Makes an extent.
    public init(height: Int, width: Int) { (self.height, self.width) = (height, width) }
  }

  /// Pixels added at each side of an image.
  public struct Padding: Sendable, Hashable, Codable {
    /// Rows added above.
    public let top: Int
    /// Rows added below.
    public let bottom: Int
    /// Columns added at the left.
    public let left: Int
    /// Columns added at the right.
    public let right: Int

    /// Makes a padding.
    public init(top: Int, bottom: Int, left: Int, right: Int) {
      (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
    }
  }

  /// Makes a geometry; traps unless kernel and stride are positive and every padding is in
  /// `0..<kernel`.
  public init(
    kernel: Extent, stride: Extent, padding: Padding, ceilMode: Bool = false,
    countIncludePad: Bool = true
  ) {
    precondition(
      kernel.height > 0 && kernel.width > 0 && stride.height > 0 && stride.width > 0,
      "pooling: kernel \(kernel.height)x\(kernel.width) and stride "
        + "\(stride.height)x\(stride.width) must be positive")
    precondition(
      min(padding.top, padding.bottom, padding.left, padding.right) >= 0
        && max(padding.top, padding.bottom) < kernel.height
        && max(padding.left, padding.right) < kernel.width,
      "pooling: padding (top \(padding.top), bottom \(padding.bottom), left \(padding.left), "
        + "right \(padding.right)) must be smaller than the kernel "
        + "\(kernel.height)x\(kernel.width), so that no window holds padding only")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.ceilMode = ceilMode
    self.countIncludePad = countIncludePad
  }

  /// Makes a geometry that is the same along both axes and at all sides; `stride` is the kernel
  /// unless given.
  public init(
    kernel: Int, stride: Int? = nil, padding: Int = 0, ceilMode: Bool = false,
    countIncludePad: Bool = true
  ) {
    let step = stride ?? kernel
    self.init(
      kernel: Extent(height: kernel, width: kernel), stride: Extent(height: step, width: step),
      padding: Padding(top: padding, bottom: padding, left: padding, right: padding),
      ceilMode: ceilMode, countIncludePad: countIncludePad)
  }

  /// The shape `[batch, windows down, windows across, channels]` that pooling makes of `input`.
  ///
  /// Traps unless `input` is `[batch, height, width, channels]` and holds at least one window.
  public func outputShape(for input: Shape, operation: StaticString = "pooling") -> Shape {
    precondition(
      input.rank == 4,
      "\(operation): the input must be [batch, height, width, channels], not \(input)")
    let height = windowCount(
      input[1], kernel.height, stride.height, before: padding.top, after: padding.bottom)
    let width = windowCount(
      input[2], kernel.width, stride.width, before: padding.left, after: padding.right)
    precondition(
      height > 0 && width > 0,
      "\(operation): input \(input) has no room for a \(kernel.height)x\(kernel.width) window on "
        + "axis \(height > 0 ? 2 : 1); use a larger image, a smaller window or padding")
    return [input[0], height, width, input[3]]
  }

  private func windowCount(
    _ length: Int, _ kernel: Int, _ stride: Int, before: Int, after: Int
  ) -> Int {
    let room = length + before + after - kernel + (ceilMode ? stride - 1 : 0)
    guard length > 0, room >= 0 else { return 0 }
    let count = room / stride + 1
    return ceilMode && (count - 1) * stride >= length + before ? count - 1 : count
  }
}
