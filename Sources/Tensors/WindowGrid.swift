/// The places of a window on an image: the arithmetic that convolution and pooling share.
package struct WindowGrid {
  let kernel: Extent
  let stride: Extent
  let dilation: Extent
  let padding: Padding
  /// Whether a last window that overhangs the padded image counts.
  let roundsUp: Bool

  package init(
    kernel: Extent, stride: Extent, dilation: Extent = Extent(1), padding: Padding,
    roundsUp: Bool = false
  ) {
    (self.kernel, self.stride, self.dilation) = (kernel, stride, dilation)
    (self.padding, self.roundsUp) = (padding, roundsUp)
  }

  /// The windows of a pooling.
  package init(_ pooling: PoolingGeometry) {
    self.init(
      kernel: pooling.kernel, stride: pooling.stride, padding: pooling.padding,
      roundsUp: pooling.roundsUp)
  }

  /// How many windows stand below and beside each other on `[batch, height, width, channels]`;
  /// zero along an axis without room for one.
  package func counts(on input: Shape) -> Extent {
    Extent(
      height: count(
        over: input[1], kernel.height, stride.height, dilation.height, before: padding.top,
        after: padding.bottom),
      width: count(
        over: input[2], kernel.width, stride.width, dilation.width, before: padding.left,
        after: padding.right))
  }

  /// What is wrong with an input, in words that follow the operation's name; nil if it has room.
  func mismatch(_ input: Shape) -> String? {
    guard input.rank == 4 else {
      return "the input must be [batch, height, width, channels], not \(input)"
    }
    let counts = counts(on: input)
    guard counts.height > 0, counts.width > 0 else {
      let dilated = dilation == Extent(1) ? "" : " with dilation \(dilation)"
      return "input \(input) has no room for a \(kernel) window\(dilated) on axis "
        + "\(counts.height > 0 ? 2 : 1); use a larger image, a smaller window or padding"
    }
    return nil
  }

  private func count(
    over length: Int, _ kernel: Int, _ stride: Int, _ dilation: Int, before: Int, after: Int
  ) -> Int {
    let span = dilation * (kernel - 1) + 1
    let room = length + before + after - span + (roundsUp ? stride - 1 : 0)
    guard length > 0, room >= 0 else { return 0 }
    let count = room / stride + 1
    // A window that would start beyond the image, in the padding after it, never counts.
    return roundsUp && (count - 1) * stride >= length + before ? count - 1 : count
  }
}
