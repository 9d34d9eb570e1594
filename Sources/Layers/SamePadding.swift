import GradusTensors

extension ConvolutionGeometry {
  /// TensorFlow's SAME padding: the output has a pixel for every `stride` pixels of the input,
  /// rounded up.
  ///
  /// How much is padded depends on the input's size; an odd pixel goes to the bottom and the right.
  ///
  /// - Parameters:
  ///   - input: the shape of the images, `[n, h, w, c]`.
  ///   - kernel: height and width of the filter.
  ///   - stride: pixels from one output to the next.
  ///   - groups: channel groups conv2d separately.
  public static func same(
    for input: Shape, kernel: Int, stride: Int, groups: Int = 1
  ) -> ConvolutionGeometry {
    let vertical = SamePadding(input[1], kernel: kernel, stride: stride)
    let horizontal = SamePadding(input[2], kernel: kernel, stride: stride)
    return ConvolutionGeometry(
      strideHeight: stride, strideWidth: stride, paddingTop: vertical.before,
      paddingLeft: horizontal.before, paddingBottom: vertical.after,
      paddingRight: horizontal.after, groups: groups)
  }
}

extension PoolingGeometry {
  /// TensorFlow's SAME padding, as for convolutions; padding counts in no mean.
  public static func same(for input: Shape, kernel: Int, stride: Int) -> PoolingGeometry {
    let vertical = SamePadding(input[1], kernel: kernel, stride: stride)
    let horizontal = SamePadding(input[2], kernel: kernel, stride: stride)
    return PoolingGeometry(
      kernel: Extent(height: kernel, width: kernel),
      stride: Extent(height: stride, width: stride),
      padding: Padding(
        top: vertical.before, bottom: vertical.after, left: horizontal.before,
        right: horizontal.after), countIncludePad: false)
  }
}

/// Pixels before and after one axis of an image.
struct SamePadding {
  let before: Int, after: Int

  init(_ length: Int, kernel: Int, stride: Int) {
    let outputs = (length + stride - 1) / stride
    let total = max(0, (outputs - 1) * stride + kernel - length)
    before = total / 2
    after = total - before
  }
}
