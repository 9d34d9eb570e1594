/// The pooling windows along one image axis, clipped to the image.
struct AxisWindows {
  /// Input positions of each window, never empty.
  let ranges: [Range<Int>]
  /// What each window contributes to the divisor of an average.
  let divisors: [Int]

  /// Windows along the height of `input`.
  init(height geometry: PoolingGeometry, _ input: Shape, _ output: Shape) {
    self.init(
      count: output[1], length: input[1], kernel: geometry.kernel.height,
      stride: geometry.stride.height, before: geometry.padding.top,
      after: geometry.padding.bottom, countingPadding: geometry.countsPadding)
  }

  /// Windows along the width of `input`.
  init(width geometry: PoolingGeometry, _ input: Shape, _ output: Shape) {
    self.init(
      count: output[2], length: input[2], kernel: geometry.kernel.width,
      stride: geometry.stride.width, before: geometry.padding.left,
      after: geometry.padding.right, countingPadding: geometry.countsPadding)
  }

  /// `count` windows that cover `length` positions evenly.
  init(adaptive count: Int, over length: Int) {
    ranges = (0..<count).map { index in
      index * length / count..<((index + 1) * length + count - 1) / count
    }
    divisors = ranges.map(\.count)
  }

  private init(
    count: Int, length: Int, kernel: Int, stride: Int, before: Int, after: Int,
    countingPadding: Bool
  ) {
    let starts = (0..<count).map { $0 * stride - before }
    let ranges = starts.map { max($0, 0)..<min($0 + kernel, length) }
    self.ranges = ranges
    divisors =
      countingPadding
      ? starts.map { min($0 + kernel, length + after) - $0 } : ranges.map(\.count)
  }

  /// For each input position, the windows that hold it; contiguous because starts and ends rise.
  func covering(_ length: Int) -> [Range<Int>] { Self.covering(ranges, length) }

  /// The same for windows given by their ranges.
  static func covering(_ ranges: [Range<Int>], _ length: Int) -> [Range<Int>] {
    var first = 0
    var end = 0
    return (0..<length).map { position in
      while first < ranges.count, ranges[first].upperBound <= position { first += 1 }
      while end < ranges.count, ranges[end].lowerBound <= position { end += 1 }
      return first..<end
    }
  }
}
