import GradusVectorKernels

/// The gradient of a convolution for its dense 3x3 filter by Winograd's minimal filtering.
///
/// The sum over all tiles is taken in the transformed domain, and transformed back once. Small
/// filters are summed over fixed slices of the tiles, each into a buffer of its own, and the buffers
/// are added in order. For large filters all tiles of a round are transformed first, then panels of
/// the filter are shared out. Which way is taken, and all sizes, follow from the shapes alone.
enum WinogradFilterGradientKernel {
  static func run(_ x: Tensor, _ gradient: Tensor, _ problem: ConvolutionProblem) -> Tensor {
    let result = Tensor(uninitialized: problem.filterShape, x.dtype)
    let (rows, columns) = (problem.outputHeight, problem.outputWidth)
    let operands = Operands(
      inputs: WinogradTiles(
        .input, x, outputRows: rows, outputColumns: columns, top: problem.geometry.padding.top,
        left: problem.geometry.padding.left),
      gradients: WinogradTiles(
        .outputGradient, gradient, outputRows: rows, outputColumns: columns))
    switch x.dtype {
    case .float32: run(operands, result.mutablePointer(Float.self))
    case .float64: run(operands, result.mutablePointer(Double.self))
    }
    withExtendedLifetime((x.storage, gradient.storage, result.storage)) {}
    return result
  }

  private struct Operands {
    let inputs: WinogradTiles
    let gradients: WinogradTiles

    var ins: Int { inputs.channels }
    var outs: Int { gradients.channels }
    var tileBytes: Int {
      WinogradTransform.frequencies * (inputs.rowBytes + gradients.rowBytes)
    }
  }

  /// Filters of at most so many bytes, transformed, are summed by slices.
  private static let smallFilter = 1 << 20
  private static let sliceLimit = 16

  private static func run<T: KernelScalar>(
    _ operands: Operands, _ target: UnsafeMutablePointer<T>
  ) {
    let matrixBytes = operands.ins * operands.outs * MemoryLayout<T>.size
    if WinogradTransform.frequencies * matrixBytes <= smallFilter {
      bySlices(operands, target)
    } else {
      byPanels(operands, target)
    }
  }

  private static func bySlices<T: KernelScalar>(
    _ operands: Operands, _ target: UnsafeMutablePointer<T>
  ) {
    let (inputs, gradients) = (operands.inputs, operands.gradients)
    let length = max(32, min(64, (1 << 20) / operands.tileBytes / 8 * 8))
    let slices = max(1, min(sliceLimit, inputs.count / length))
    let elements = operands.ins * operands.outs
    let sums = (0..<slices).map { _ in
      WinogradBuffer(byteCount: elements * MemoryLayout<T>.size)
    }
    let sum = WinogradOuterProduct<T>(tiles: length, inputs: operands.ins, outputs: operands.outs)
    Parallel.forEach(slices) { slice in
      let tiles = slice * inputs.count / slices..<(slice + 1) * inputs.count / slices
      for start in stride(from: tiles.lowerBound, to: tiles.upperBound, by: length) {
        let block = start..<min(tiles.upperBound, start + length)
        let left = WinogradBuffer(byteCount: block.count * inputs.rowBytes)
        let right = WinogradBuffer(byteCount: block.count * gradients.rowBytes)
        inputs.transform(block, left)
        gradients.transform(block, right)
        for frequency in 0..<WinogradTransform.frequencies {
          sum(
            left.view(frequency, T.self), right.view(frequency, T.self), tiles: block.count,
            rows: operands.ins, columns: operands.outs, sums[slice].matrix(frequency, T.self),
            stride: operands.outs, accumulates: start > tiles.lowerBound)
        }
      }
    }
    for slice in 1..<max(1, slices) {
      Parallel.forEach(WinogradTransform.frequencies) { frequency in
        let sum = sums[0].matrix(frequency, T.self)
        let part = sums[slice].matrix(frequency, T.self)
        for index in 0..<elements { sum[index] += part[index] }
      }
    }
    transformBack(sums[0], rows: 0..<operands.ins, columns: 0..<operands.outs, operands, target)
  }

  private static func byPanels<T: KernelScalar>(
    _ operands: Operands, _ target: UnsafeMutablePointer<T>
  ) {
    let (inputs, gradients) = (operands.inputs, operands.gradients)
    let panels = WinogradFilter.panels(operands.ins, width: 32).flatMap { rows in
      WinogradFilter.panels(operands.outs, width: 128).map { (rows: rows, columns: $0) }
    }
    let size = MemoryLayout<T>.size
    let limit = max(64, (8 << 20) / operands.tileBytes)
    let rounds = (inputs.count + limit - 1) / limit
    // Sums outlive a round only if there are several; else each is used up while it is in cache.
    let kept =
      rounds == 1
      ? []
      : panels.map {
        WinogradBuffer(byteCount: $0.rows.count * $0.columns.count * size)
      }
    for round in 0..<rounds {
      let tiles = round * inputs.count / rounds..<(round + 1) * inputs.count / rounds
      let left = WinogradBuffer(byteCount: tiles.count * inputs.rowBytes)
      let right = WinogradBuffer(byteCount: tiles.count * gradients.rowBytes)
      Parallel.forEachRange(tiles.count, length: 4) { part in
        let range = tiles.lowerBound + part.lowerBound..<tiles.lowerBound + part.upperBound
        inputs.transform(range, left, row: part.lowerBound)
        gradients.transform(range, right, row: part.lowerBound)
      }
      Parallel.forEach(panels.count) { index in
        let (rows, columns) = panels[index]
        let sum =
          rounds == 1
          ? WinogradBuffer(byteCount: rows.count * columns.count * size) : kept[index]
        for frequency in 0..<WinogradTransform.frequencies {
          // Many tiles of wide rows: here the packing of BLAS pays.
          T.gemm(
            m: rows.count, n: columns.count, k: tiles.count,
            MatrixView(
              base: left.view(frequency, from: rows.lowerBound, T.self), stride: operands.ins,
              transposed: true),
            MatrixView(
              base: right.view(frequency, from: columns.lowerBound, T.self),
              stride: operands.outs),
            beta: round == 0 ? 0 : 1, sum.matrix(frequency, T.self), cStride: columns.count)
        }
        if round == rounds - 1 {
          transformBack(sum, rows: rows, columns: columns, operands, target)
        }
      }
    }
  }

  /// Transforms the sums for some inputs and outputs back to gradients of the taps.
  private static func transformBack<T: KernelScalar>(
    _ sum: WinogradBuffer, rows: Range<Int>, columns: Range<Int>, _ operands: Operands,
    _ target: UnsafeMutablePointer<T>
  ) {
    let size = MemoryLayout<T>.size
    let tap = operands.ins * operands.outs * size
    let base = UnsafeMutableRawPointer(target)
    let middle = Scratch(byteCount: WinogradTransform.middleBytes(T.dtype))
    for (position, row) in rows.enumerated() {
      let offset = (row * operands.outs + columns.lowerBound) * size
      WinogradTransform.apply(
        .filterGradient,
        .init(
          sum.base + position * columns.count * size, row: WinogradTransform.patch * sum.stride,
          column: sum.stride),
        .init(base + offset, row: 3 * tap, column: tap), channels: columns.count,
        middle: middle, T.dtype)
    }
  }
}
