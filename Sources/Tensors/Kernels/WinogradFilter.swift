import GradusVectorKernels

/// A 3x3 filter `[3, 3, inputs, outputs]` as Winograd's products want it: a matrix of inputs by
/// outputs for each frequency, of the whole filter or of a panel of it.
struct WinogradFilter {
  let inputs: Int, outputs: Int
  private let filter: UnsafeRawPointer
  private let dtype: DType
  private let isAdjoint: Bool

  /// Reads the filter of a convolution, or of its input gradient when `isAdjoint`: turned by half,
  /// inputs and outputs swapped. The tensor has to outlive this value.
  init(_ filter: Tensor, isAdjoint: Bool) {
    self.filter = UnsafeRawPointer(filter.storage.base.unsafelyUnwrapped)
    self.isAdjoint = isAdjoint
    dtype = filter.dtype
    (inputs, outputs) = (filter.shape[isAdjoint ? 3 : 2], filter.shape[isAdjoint ? 2 : 3])
  }

  /// Transforms some inputs and outputs: a matrix of `inputs.count` by `outputs.count` for each
  /// frequency, `stride` bytes apart.
  func transform(
    inputs: Range<Int>, outputs: Range<Int>, into target: UnsafeMutableRawPointer, stride: Int
  ) {
    let size = dtype.byteCount
    let rowBytes = outputs.count * size
    var tapBytes = self.inputs * self.outputs * size
    var (source, sourceRow) = (filter, self.outputs * size)
    var scratch: Scratch?
    if isAdjoint {
      let swapped = Scratch(byteCount: 9 * inputs.count * rowBytes)
      switch dtype {
      case .float32: swap(inputs, outputs, swapped.base.assumingMemoryBound(to: Float.self))
      case .float64: swap(inputs, outputs, swapped.base.assumingMemoryBound(to: Double.self))
      }
      (tapBytes, sourceRow) = (inputs.count * rowBytes, rowBytes)
      source = UnsafeRawPointer(swapped.base)
      scratch = swapped
    } else {
      source += inputs.lowerBound * sourceRow + outputs.lowerBound * size
    }
    let middle = Scratch(byteCount: WinogradTransform.middleBytes(dtype))
    for row in 0..<inputs.count {
      WinogradTransform.apply(
        .filter,
        .init(source + row * sourceRow, row: 3 * tapBytes, column: tapBytes),
        .init(target + row * rowBytes, row: WinogradTransform.patch * stride, column: stride),
        channels: outputs.count, middle: middle, dtype)
    }
    withExtendedLifetime(scratch) {}
  }

  /// Lays out `[3, 3, inputs, outputs]` of the input gradient's filter from the convolution's.
  private func swap<T: KernelScalar>(
    _ inputs: Range<Int>, _ outputs: Range<Int>, _ target: UnsafeMutablePointer<T>
  ) {
    let filter = filter.assumingMemoryBound(to: T.self)
    let width = outputs.count
    for tap in 0..<9 {
      let source = filter + (8 - tap) * self.inputs * self.outputs + inputs.lowerBound
      let matrix = target + tap * inputs.count * width
      for output in 0..<width {
        let from = source + (outputs.lowerBound + output) * self.inputs
        let to = matrix + output
        for input in 0..<inputs.count { to[input &* width] = from[input] }
      }
    }
  }

  /// Cuts `count` channels into panels of at least `width`, or one of all if there are fewer.
  static func panels(_ count: Int, width: Int) -> [Range<Int>] {
    let panels = max(1, count / width)
    return (0..<panels).map { $0 * count / panels..<($0 + 1) * count / panels }
  }
}
