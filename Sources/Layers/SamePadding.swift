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
  ///   - groups: channel groups that are convolved separately.
  public static func same(
    for input: Shape, kernel: Int, stride: Int, groups: Int = 1
  ) -> ConvolutionGeometry {
    ConvolutionGeometry(
      stride: Extent(stride), padding: .same(for: input, kernel: kernel, stride: stride),
      groups: groups)
  }
}

extension PoolingGeometry {
  /// TensorFlow's SAME padding, as for convolutions; padding counts in no mean.
  public static func same(for input: Shape, kernel: Int, stride: Int) -> PoolingGeometry {
    PoolingGeometry(
      kernel: Extent(kernel), stride: Extent(stride),
      padding: .same(for: input, kernel: kernel, stride: stride), countsPadding: false)
  }
}

extension Padding {
  fileprivate static func same(for input: Shape, kernel: Int, stride: Int) -> Padding {
    func total(_ length: Int) -> Int {
      let outputs = (length + stride - 1) / stride
      return max(0, (outputs - 1) * stride + kernel - length)
    }
    let (rows, columns) = (total(input[1]), total(input[2]))
    return Padding(
      top: rows / 2, bottom: rows - rows / 2, left: columns / 2, right: columns - columns / 2)
  }
}
