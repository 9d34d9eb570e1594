import GradusVectorKernels

extension WinogradFilterSums {
  /// Slices at most.
  private var sliceLimit: Int { 16 }
  /// Tiles of a slice at least: the slices are added in the end.
  private var sliceTiles: Int { 256 }

  /// Sums slices of the tiles apart, and adds them in order.
  func bySlices() {
    let fitting = CacheSizes.second / 2 / tileBytes
    let length = layout.partsPerBlock(tiles: max(16, min(64, fitting)))
    let count = layout.grid.count
    let slices = max(1, min(sliceLimit, count * layout.grid.partLength / sliceTiles))
    let stride = rows * columns + layout.gap
    let memory = Scratch(byteCount: slices * layout.frequencies * stride * size)
    let base = memory.base.assumingMemoryBound(to: T.self)
    Parallel.forEach(slices) { slice in
      let parts = slice * count / slices..<(slice + 1) * count / slices
      let operands = operands(length * layout.grid.partLength)
      let sums = Sums(
        base: base + slice * layout.frequencies * stride, stride: stride, row: columns)
      for start in Swift.stride(from: parts.lowerBound, to: parts.upperBound, by: length) {
        let block = start..<min(parts.upperBound, start + length)
        transform(block, operands)
        sum(
          operands, tiles: block.count * layout.grid.partLength, rows: 0..<rows,
          columns: 0..<columns, sums, accumulates: start > parts.lowerBound)
      }
      withExtendedLifetime(operands.memory) {}
    }
    let gradient = WinogradFilterGradient(
      layout.grid.tile, sums: UnsafePointer(base), slices: slices,
      sliceStride: layout.frequencies * stride, frequencyStride: stride, row: columns,
      target: target, inputs: layout.inputs, outputs: layout.outputs)
    Parallel.forEachRange(layout.inputs, length: max(1, 1024 / columns)) { range in
      layout.kernels.winogradFilterGradient(gradient, range, 0..<layout.outputs)
    }
    withExtendedLifetime(memory) {}
  }
}
