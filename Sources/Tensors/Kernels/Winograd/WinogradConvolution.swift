import GradusVectorKernels

/// A pass whose operands are laid out: one thread's blocks, or rounds that all threads share.
struct WinogradConvolution<T: KernelScalar> {
  let layout: WinogradLayout<T>
  let patches: WinogradPatches<T>
  let filter: WinogradFilterPanel<T>
  /// The filter itself, and what it is used for.
  let weights: Tensor
  let problem: ConvolutionProblem
  let target: UnsafeMutablePointer<T>
  let epilogue: WinogradEpilogue<T>?
  /// Raised where a transformed input or weight is not finite; nothing is finished after that.
  let flag = NonFiniteFlag()

  /// Filters of at most so many bytes, transformed, are used block by block.
  private var smallFilter: Int { 4 << 20 }

  var size: Int { MemoryLayout<T>.size }
  /// Elements of a transformed panel.
  var panelElements: Int { layout.frequencies * layout.panelStride }

  /// Parts of a block whose operands fill about half of a second-level cache.
  private var blockLength: Int {
    let channels = layout.inputs + layout.register.columns
    let fitting = CacheSizes.second / 2 / (layout.frequencies * channels * size)
    return layout.partsPerBlock(tiles: max(24, min(48, fitting)))
  }

  func run() {
    guard layout.grid.count > 0 else { return }
    if layout.panels * panelElements * size <= smallFilter { byBlocks() } else { byRounds() }
  }

  private func byBlocks() {
    let filter = wholeFilter()
    let length = blockLength
    let tiles = layout.tiles(length)
    let stride = layout.patchStride(tiles: tiles, channels: layout.inputs)
    Parallel.forEachRange(layout.grid.count, length: length) { block in
      let memory = Scratch(
        byteCount: (layout.frequencies * stride + layout.stripElements) * size)
      let patch = WinogradPatches<T>.Target(
        base: memory.base.assumingMemoryBound(to: T.self), frequencyStride: stride, pitch: tiles)
      layout.kernels.winogradPatches(
        patches, block, patch, patch.base + layout.frequencies * stride)
      let products = Products(layout, tiles: tiles, panels: 1)
      for panel in 0..<layout.panels {
        multiply(
          patch, tiles: layout.tiles(block.count), filter.panel(panel), products.panel(0),
          frequencies: 0..<layout.frequencies)
        finish(block, panel, products.panel(0))
      }
      withExtendedLifetime((memory, products)) {}
    }
    withExtendedLifetime(filter) {}
  }

  /// Raises the flag where a product shows that an operand was not finite: each tile's product with the
  /// first output has all of the tile's inputs in it, and the first tile's products all weights.
  func check(
    _ base: UnsafePointer<T>, _ step: Int, _ parts: Range<Int>, _ panel: Int
  ) {
    let columns = layout.register.columns
    if panel == 0 {
      var rest = T.zero
      for (number, part) in parts.enumerated() {
        for tile in 0..<layout.grid.part(part).tiles {
          let first = base + (number * layout.grid.partLength + tile) * columns
          var (even, odd) = (T.zero, T.zero)
          for frequency in stride(from: 0, to: layout.frequencies, by: 2) {
            even += first[frequency &* step]
            odd += first[(frequency &+ 1) &* step]
          }
          // 0 for finite numbers and NaN otherwise, and NaN survives a sum.
          rest += (even + odd) - (even + odd)
        }
      }
      if rest != 0 { flag.raise() }
    }
    if parts.lowerBound == 0 {
      let outputs = min(columns, layout.outputs - panel * columns)
      var rest = T.zero
      for frequency in 0..<layout.frequencies {
        let first = base + frequency * step
        for output in 0..<outputs { rest += first[output] - first[output] }
      }
      if rest != 0 { flag.raise() }
    }
  }
}
