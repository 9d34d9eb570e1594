import GradusVectorKernels

/// A pass whose operands are laid out: one thread's blocks, or rounds that all threads share.
struct WinogradConvolution<T: KernelScalar> {
  let layout: WinogradLayout<T>
  let patches: WinogradPatches<T>
  let filter: WinogradFilterPanel<T>
  let target: UnsafeMutablePointer<T>
  let epilogue: WinogradEpilogue<T>?
  /// Raised where a transformed input or weight is not finite; nothing is finished after that.
  let flag = NonFiniteFlag()

  /// Filters of at most so many bytes, transformed, are used block by block.
  private var smallFilter: Int { 4 << 20 }
  /// Bytes of the transformed tiles of a round by panels.
  private var roundBytes: Int { 8 << 20 }
  /// Inputs of a piece of a panel, whole channel blocks: with the products of a round it stays in
  /// the second-level cache.
  private var pieceInputs: Int { 4 * layout.register.line }

  private var size: Int { MemoryLayout<T>.size }
  private var panelElements: Int { layout.frequencies * layout.panelStride }

  /// Parts of a block whose operands fill about half of a second-level cache.
  private var blockLength: Int {
    let channels = layout.inputs + layout.register.columns
    let fitting = CacheSizes.second / 2 / (layout.frequencies * channels * size)
    return layout.partsPerBlock(tiles: max(24, min(48, fitting)))
  }

  func run() {
    guard layout.grid.count > 0 else { return }
    if layout.panels * panelElements * size <= smallFilter { byBlocks() } else { byPanels() }
  }

  private func byBlocks() {
    let weights = Scratch(byteCount: layout.panels * panelElements * size)
    let panels = weights.base.assumingMemoryBound(to: T.self)
    let rows = 64
    let parts = (layout.inputs + rows - 1) / rows
    Parallel.forEach(layout.panels * parts) { index in
      let (panel, part) = index.quotientAndRemainder(dividingBy: parts)
      transform(
        panel, part * rows..<min(layout.inputs, (part + 1) * rows),
        into: panels + panel * panelElements + part * rows * layout.register.columns,
        stride: layout.panelStride)
    }
    let length = blockLength
    let tiles = layout.tiles(length)
    let stride = layout.patchStride(tiles: tiles, channels: layout.inputs)
    Parallel.forEachRange(layout.grid.count, length: length) { block in
      let memory = Scratch(
        byteCount: (layout.frequencies * stride + layout.stripElements) * size)
      let patch = WinogradPatches<T>.Target(
        base: memory.base.assumingMemoryBound(to: T.self), frequencyStride: stride, pitch: tiles)
      T.run(patches, block, patch, strip: patch.base + layout.frequencies * stride)
      let products = products(tiles)
      for panel in 0..<layout.panels {
        let weights = Weights(
          base: UnsafePointer(panels + panel * panelElements), stride: layout.panelStride,
          inputs: 0..<layout.inputs)
        multiply(patch, tiles: layout.tiles(block.count), weights, products)
        finish(block, panel, products)
      }
      withExtendedLifetime(memory) {}
    }
    withExtendedLifetime(weights) {}
  }

  private func byPanels() {
    let tileBytes = layout.frequencies * layout.inputs * size
    let perRound = max(
      96 / layout.grid.partLength, roundBytes / (tileBytes * layout.grid.partLength), 1)
    let rounds = (layout.grid.count + perRound - 1) / perRound
    for round in 0..<rounds {
      let parts =
        round * layout.grid.count / rounds..<(round + 1) * layout.grid.count / rounds
      let tiles = layout.tiles(parts.count)
      let stride = layout.patchStride(tiles: tiles, channels: layout.inputs)
      let memory = Scratch(byteCount: layout.frequencies * stride * size)
      let patch = WinogradPatches<T>.Target(
        base: memory.base.assumingMemoryBound(to: T.self), frequencyStride: stride, pitch: tiles)
      Parallel.forEachRange(parts.count, length: 4) { range in
        let strip = Scratch(byteCount: layout.stripElements * size)
        T.run(
          patches,
          parts.lowerBound + range.lowerBound..<parts.lowerBound + range.upperBound,
          .init(
            base: patch.base + range.lowerBound * layout.grid.partLength * layout.register.line,
            frequencyStride: stride, pitch: tiles),
          strip: strip.base.assumingMemoryBound(to: T.self))
        withExtendedLifetime(strip) {}
      }
      // A piece of a panel is transformed and used up at once, by all tiles of the round.
      Parallel.forEach(layout.panels) { panel in
        let stride = pieceInputs * layout.register.columns + layout.gap
        let piece = Scratch(byteCount: layout.frequencies * stride * size)
        let base = piece.base.assumingMemoryBound(to: T.self)
        let products = products(tiles)
        for start in Swift.stride(from: 0, to: layout.inputs, by: pieceInputs) {
          let inputs = start..<min(layout.inputs, start + pieceInputs)
          transform(panel, inputs, into: base, stride: stride)
          multiply(
            patch, tiles: tiles,
            Weights(base: UnsafePointer(base), stride: stride, inputs: inputs), products)
        }
        finish(parts, panel, products)
        withExtendedLifetime(piece) {}
      }
      withExtendedLifetime(memory) {}
    }
  }

  /// Transforms some inputs of a panel.
  private func transform(
    _ panel: Int, _ rows: Range<Int>, into base: UnsafeMutablePointer<T>, stride: Int
  ) {
    T.run(
      filter, rows,
      .init(base: base, stride: stride, firstChannel: panel * layout.register.columns))
  }

  /// Some inputs of a transformed panel.
  private struct Weights {
    let base: UnsafePointer<T>
    /// Elements from frequency to frequency.
    let stride: Int
    let inputs: Range<Int>
  }

  /// The products of some tiles with a panel.
  private struct Products {
    let memory: Scratch
    let stride: Int
  }

  private func products(_ tiles: Int) -> Products {
    let stride = tiles * layout.register.columns + layout.gap
    return Products(
      memory: Scratch(byteCount: layout.frequencies * stride * size), stride: stride)
  }

  /// Multiplies transformed tiles with some inputs of a panel; adds all but the first inputs'.
  private func multiply(
    _ patch: WinogradPatches<T>.Target, tiles: Int, _ weights: Weights, _ products: Products
  ) {
    let (first, depth) = (weights.inputs.lowerBound, weights.inputs.count)
    T.run(
      WinogradProducts(
        tiles: UnsafePointer(patch.base + first * patch.pitch),
        tileStride: patch.frequencyStride, pitch: patch.pitch, count: tiles, depth: depth,
        panel: weights.base, panelStride: weights.stride, frequencies: layout.frequencies,
        target: products.memory.base.assumingMemoryBound(to: T.self),
        targetStride: products.stride, accumulates: first > 0))
    MultiplyAddCounter.add(layout.frequencies * tiles * depth * layout.register.columns)
  }

  /// Brings the products of some parts with a panel back to pixels.
  private func finish(_ parts: Range<Int>, _ panel: Int, _ products: Products) {
    if flag.isRaised { return }
    check(
      UnsafePointer(products.memory.base.assumingMemoryBound(to: T.self)), products.stride, parts,
      panel)
    let channel = panel * layout.register.columns
    T.run(
      WinogradOutputs(
        products: UnsafePointer(products.memory.base.assumingMemoryBound(to: T.self)),
        productStride: products.stride, layout.grid, target: target, channels: layout.outputs,
        firstChannel: channel, columns: min(layout.register.columns, layout.outputs - channel),
        epilogue), parts)
  }

  /// Raises the flag where a product shows that an operand was not finite: each tile's product with the
  /// first output has all of the tile's inputs in it, and the first tile's products all weights.
  private func check(
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
