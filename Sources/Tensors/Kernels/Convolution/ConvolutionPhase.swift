/// The input positions of a strided convolution that are equal modulo the stride, and the taps that
/// reach them.
struct ConvolutionPhase {
  /// A filter tap by its storage index, and where it looks in the output's gradient.
  struct Tap {
    let index: Int
    let offset: ColumnGather.Tap
  }

  let row: Int, column: Int
  let rows: Int, columns: Int
  let taps: [Tap]

  /// All phases, together every input position once.
  static func all(of problem: ConvolutionProblem) -> [ConvolutionPhase] {
    let geometry = problem.geometry
    let rowPhases = along(
      stride: geometry.stride.height, size: problem.inputHeight, padding: geometry.padding.top,
      kernel: problem.kernelHeight, dilation: geometry.dilation.height)
    let columnPhases = along(
      stride: geometry.stride.width, size: problem.inputWidth, padding: geometry.padding.left,
      kernel: problem.kernelWidth, dilation: geometry.dilation.width)
    return rowPhases.flatMap { row in
      columnPhases.map { column in
        ConvolutionPhase(
          row: row.start, column: column.start, rows: row.count, columns: column.count,
          taps: row.taps.flatMap { r in
            column.taps.map { c in
              Tap(
                index: r.index * problem.kernelWidth + c.index,
                offset: .init(row: r.offset, column: c.offset))
            }
          })
      }
    }
  }

  /// One axis: input index `i = start + stride * t` receives tap `k` from output index `t + offset`
  /// whenever `i + padding - k * dilation` is a multiple of the stride.
  private static func along(
    stride: Int, size: Int, padding: Int, kernel: Int, dilation: Int
  ) -> [(start: Int, count: Int, taps: [(index: Int, offset: Int)])] {
    (0..<min(stride, size)).map { start in
      // Taps in descending order, so that the output columns they look at ascend.
      let taps = (0..<kernel).reversed().compactMap { k -> (index: Int, offset: Int)? in
        let distance = start + padding - k * dilation
        return distance % stride == 0 ? (k, distance / stride) : nil
      }
      return (start, (size - start + stride - 1) / stride, taps)
    }
  }

  /// Copies product rows of `range` of this phase's positions to their pixels of the input.
  func scatter<T: KernelScalar>(
    _ rows: UnsafePointer<T>, _ range: Range<Int>, _ problem: ConvolutionProblem,
    _ target: UnsafeMutablePointer<T>
  ) {
    let channels = problem.inputChannels
    for (index, position) in range.enumerated() {
      let (image, rest) = position.quotientAndRemainder(dividingBy: self.rows * columns)
      let y = row + rest / columns * problem.geometry.stride.height
      let x = column + rest % columns * problem.geometry.stride.width
      let pixel = (image * problem.inputHeight + y) * problem.inputWidth + x
      (target + pixel * channels).update(from: rows + index * channels, count: channels)
    }
  }
}
