/// The gradient of a convolution for its dense 3x3 filter by Winograd's minimal filtering.
///
/// The sum over all tiles is taken in the transformed domain, and transformed back once. Small
/// filters are summed over fixed slices of the tiles, each into a buffer of its own, and the buffers
/// are added in order. For large filters all tiles are transformed, and the frequencies, which are
/// independent, are shared out instead. Which way is taken follows from the shapes alone.
enum WinogradFilterGradientKernel {
  static func run(_ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem) -> Tensor {
    let result = Tensor(uninitialized: problem.filterShape, x.dtype)
    let elements = result.count / 9
    let target = UnsafeMutableRawPointer(result.storage.base.unsafelyUnwrapped)
    let sum = WinogradFilter(channels: elements, dtype: x.dtype)
    switch x.dtype {
    case .float32: accumulate(x, gradient, problem, sum, Float.self)
    case .float64: accumulate(x, gradient, problem, sum, Double.self)
    }
    sum.gradient(target, elements: elements, dtype: x.dtype)
    withExtendedLifetime((x.storage, gradient.storage)) {}
    return result
  }

  private static func accumulate<T: KernelScalar>(
    _ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem, _ sum: WinogradFilter,
    _: T.Type
  ) {
    let operands = Operands(x, gradient, problem)
    let count = operands.inputs.count
    let tileBytes =
      WinogradTransform.frequencies * (problem.inputChannels + problem.outputChannels)
      * MemoryLayout<T>.size
    let sumBytes = WinogradTransform.frequencies * sum.stride
    if sumBytes <= tune("WGLOCAL", 1 << 20) {
      let length = max(16, min(96, tune("WGBLOCK", 1 << 19) / tileBytes / 8 * 8))
      let slices = max(1, min(16, count / length))
      let sliceLength = (count + slices - 1) / slices
      let elements = sumBytes / MemoryLayout<T>.size
      let partial = Scratch(byteCount: (slices - 1) * sumBytes)
      Parallel.forEach(slices) { slice in
        let target = slice == 0 ? sum.base : partial.base + (slice - 1) * sumBytes
        let end = min(count, (slice + 1) * sliceLength)
        var start = min(count, slice * sliceLength)
        if start == end { target.assumingMemoryBound(to: T.self).update(repeating: 0, count: elements) }
        var isFirst = true
        while start < end {
          let block = start..<min(end, start + length)
          let buffers = operands.buffers(tiles: block.count)
          operands.transform(block, buffers, offset: 0)
          for frequency in 0..<WinogradTransform.frequencies {
            operands.multiply(frequency, buffers, target, sum.stride, isFirst ? 0 : 1, T.self)
          }
          isFirst = false
          start = block.upperBound
        }
      }
      let total = sum.base.assumingMemoryBound(to: T.self)
      let parts = partial.base.assumingMemoryBound(to: T.self)
      Parallel.forEachRange(elements, length: 1 << 13) { range in
        for slice in 0..<max(0, slices - 1) {
          let (a, b) = (total + range.lowerBound, parts + slice * elements + range.lowerBound)
          for index in 0..<range.count { a[index] += b[index] }
        }
      }
      return
    }
    let length = max(32, min(count, tune("WGSUPER", 16 << 20) / tileBytes))
    for start in stride(from: 0, to: count, by: length) {
      let tiles = min(length, count - start)
      let buffers = operands.buffers(tiles: tiles)
      Parallel.forEachRange(tiles, length: 4) { part in
        operands.transform(
          start + part.lowerBound..<start + part.upperBound, buffers, offset: part.lowerBound)
      }
      Parallel.forEach(WinogradTransform.frequencies) { frequency in
        operands.multiply(frequency, buffers, sum.base, sum.stride, start == 0 ? 0 : 1, T.self)
      }
    }
  }

  /// The input and the output's gradient, and how tiles of both are transformed and multiplied.
  private struct Operands {
    struct Buffers {
      let tiles: Int
      let inputStride: Int, gradientStride: Int
      let memory: Scratch

      var inputs: UnsafeMutableRawPointer { memory.base }
      var gradients: UnsafeMutableRawPointer {
        memory.base + WinogradTransform.frequencies * inputStride
      }
    }

    let inputs: WinogradTiles, gradients: WinogradTiles
    private let x: UnsafeRawPointer, gradient: UnsafeRawPointer

    init(_ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem) {
      let (rows, columns) = (problem.outputHeight, problem.outputWidth)
      inputs = WinogradTiles(
        .input, shape: x.shape, dtype: x.dtype, outputRows: rows, outputColumns: columns,
        top: problem.geometry.paddingTop, left: problem.geometry.paddingLeft)
      gradients = WinogradTiles(
        .outputGradient, shape: gradient.shape, dtype: x.dtype, outputRows: rows,
        outputColumns: columns)
      self.x = UnsafeRawPointer(x.storage.base.unsafelyUnwrapped)
      self.gradient = UnsafeRawPointer(gradient.storage.base.unsafelyUnwrapped)
    }

    func buffers(tiles: Int) -> Buffers {
      let inputStride = (tiles * inputs.rowBytes + 127) / 64 * 64
      let gradientStride = (tiles * gradients.rowBytes + 127) / 64 * 64
      return Buffers(
        tiles: tiles, inputStride: inputStride, gradientStride: gradientStride,
        memory: Scratch(
          byteCount: WinogradTransform.frequencies * (inputStride + gradientStride)))
    }

    /// Transforms tiles into the buffers' rows from `offset`.
    func transform(_ tiles: Range<Int>, _ buffers: Buffers, offset: Int) {
      inputs.transform(
        tiles, image: x, frequencies: buffers.inputs + offset * inputs.rowBytes,
        stride: buffers.inputStride)
      gradients.transform(
        tiles, image: gradient, frequencies: buffers.gradients + offset * gradients.rowBytes,
        stride: buffers.gradientStride)
    }

    func multiply<T: KernelScalar>(
      _ frequency: Int, _ buffers: Buffers, _ target: UnsafeMutableRawPointer, _ stride: Int,
      _ beta: T, _: T.Type
    ) {
      func matrix(_ base: UnsafeMutableRawPointer, _ stride: Int) -> UnsafeMutablePointer<T> {
        (base + frequency * stride).assumingMemoryBound(to: T.self)
      }
      T.gemm(
        m: inputs.channels, n: gradients.channels, k: buffers.tiles,
        MatrixView(
          base: UnsafePointer(matrix(buffers.inputs, buffers.inputStride)),
          stride: inputs.channels, transposed: true),
        MatrixView(
          base: UnsafePointer(matrix(buffers.gradients, buffers.gradientStride)),
          stride: gradients.channels),
        beta: beta, matrix(target, stride), cStride: gradients.channels)
    }
  }
}
