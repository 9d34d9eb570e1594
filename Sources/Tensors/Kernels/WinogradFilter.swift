/// A 3x3 filter as Winograd's products want it: a matrix of inputs by outputs for each frequency.
///
/// Transformed once a convolution, not once a block.
struct WinogradFilter {
  /// Bytes from one frequency's matrix to the next. A cache line more than the matrix, because
  /// matrices a power of two apart would compete for the same cache sets.
  let stride: Int
  private let memory: Scratch

  var base: UnsafeMutableRawPointer { memory.base }

  /// Room for filters between so many channels.
  init(channels: Int, dtype: DType) {
    stride = channels * dtype.byteCount + 64
    memory = Scratch(byteCount: WinogradTransform.frequencies * stride)
  }

  /// Transforms `[3, 3, inputs, outputs]`; rotated by half a turn for an input gradient.
  init(_ filter: UnsafeRawPointer, elements: Int, dtype: DType, isRotated: Bool) {
    self.init(channels: elements, dtype: dtype)
    let (target, stride) = (base, stride)
    let tap = elements * dtype.byteCount
    Self.forEachRange(of: elements) { range in
      let offset = range.lowerBound * dtype.byteCount
      let source = WinogradTransform.Patch(
        filter + (isRotated ? 8 * tap : 0) + offset, row: isRotated ? -3 * tap : 3 * tap,
        column: isRotated ? -tap : tap)
      WinogradTransform.apply(
        .filter, source, Self.frequencies(target + offset, stride), channels: range.count, dtype)
    }
  }

  /// Transforms sums of products, held by this filter, back to a gradient `[3, 3, inputs, outputs]`.
  func gradient(_ target: UnsafeMutableRawPointer, elements: Int, dtype: DType) {
    let tap = elements * dtype.byteCount
    Self.forEachRange(of: elements) { range in
      let offset = range.lowerBound * dtype.byteCount
      WinogradTransform.apply(
        .filterGradient, Self.frequencies(base + offset, stride),
        WinogradTransform.Patch(target + offset, row: 3 * tap, column: tap),
        channels: range.count, dtype)
    }
  }

  private static func frequencies(
    _ base: UnsafeMutableRawPointer, _ stride: Int
  ) -> WinogradTransform.Patch {
    .init(base, row: WinogradTransform.patch * stride, column: stride)
  }

  /// Cuts `0..<elements` into ranges none of which is too short for a transform.
  private static func forEachRange(of elements: Int, _ body: (Range<Int>) -> Void) {
    let length = 4096
    let ranges = max(1, elements / length)
    Parallel.forEach(ranges) { index in
      body(index * length..<(index == ranges - 1 ? elements : (index + 1) * length))
    }
  }

  /// Swaps inputs and outputs of `[3, 3, inputs, outputs]`, in squares that fit the cache.
  static func transpose<T: KernelScalar>(
    _ filter: UnsafePointer<T>, _ target: UnsafeMutablePointer<T>, inputs: Int, outputs: Int
  ) {
    let side = 16
    Parallel.forEach(9) { tap in
      let (source, target) = (filter + tap * inputs * outputs, target + tap * inputs * outputs)
      for firstInput in Swift.stride(from: 0, to: inputs, by: side) {
        for firstOutput in Swift.stride(from: 0, to: outputs, by: side) {
          for output in firstOutput..<min(outputs, firstOutput + side) {
            let (to, from) = (target + output * inputs, source + output)
            for input in firstInput..<min(inputs, firstInput + side) {
              to[input] = from[input * outputs]
            }
          }
        }
      }
    }
  }
}
