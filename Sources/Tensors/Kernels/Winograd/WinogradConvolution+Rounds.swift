import GradusVectorKernels

extension WinogradConvolution {
  /// Bytes of the transformed tiles of a round, and of the transformed filter that is used together.
  private var roundBytes: Int { 16 << 20 }
  /// Panels whose products with some tiles are taken together, frequency by frequency: four cache
  /// lines of outputs at most.
  private var groupLimit: Int { max(1, 4 * layout.register.line / layout.register.columns) }

  /// Parts whose tiles are multiplied together: those of a frequency and a group's part of the filter
  /// stay in the second-level cache.
  private func chunkLength(of parts: Int) -> Int {
    let group = groupLimit * layout.register.columns
    let fitting = CacheSizes.second / 2 / (layout.inputs * size) - group
    let most = max(1, max(32, min(96, fitting)) / layout.grid.partLength)
    let chunks = (parts + most - 1) / most
    return (parts + chunks - 1) / chunks
  }

  /// All tiles of a round are transformed before groups of panels and chunks of tiles are shared out.
  func byRounds() {
    let panelsTogether = max(
      groupLimit, (roundBytes / (panelElements * size)).roundedUp(to: groupLimit))
    let whole = panelsTogether >= layout.panels ? wholeFilter() : keptFilter()
    let partBytes = layout.frequencies * layout.inputs * layout.grid.partLength * size
    let count = layout.grid.count
    let rounds = (count + max(1, roundBytes / partBytes) - 1) / max(1, roundBytes / partBytes)
    for round in 0..<rounds {
      let parts = round * count / rounds..<(round + 1) * count / rounds
      let memory = Scratch(byteCount: layout.frequencies * roundStride(parts.count) * size)
      let patch = WinogradPatches<T>.Target(
        base: memory.base.assumingMemoryBound(to: T.self),
        frequencyStride: roundStride(parts.count), pitch: roundTiles(parts.count))
      transform(parts, patch)
      for first in stride(from: 0, to: layout.panels, by: panelsTogether) {
        let panels = first..<min(layout.panels, first + panelsTogether)
        let filter = whole ?? transformedFilter(panels)
        multiply(parts, patch, panels, filter)
        withExtendedLifetime(filter) {}
      }
      withExtendedLifetime(memory) {}
    }
    withExtendedLifetime(whole) {}
  }

  /// Tiles that a round has room for: the last chunk may end in a register tile that is not full.
  private func roundTiles(_ parts: Int) -> Int {
    parts * layout.grid.partLength + layout.register.rows
  }

  private func roundStride(_ parts: Int) -> Int {
    layout.patchStride(tiles: roundTiles(parts), channels: layout.inputs)
  }

  private func transform(_ parts: Range<Int>, _ patch: WinogradPatches<T>.Target) {
    Parallel.forEachRange(parts.count, length: 4) { range in
      let strip = Scratch(byteCount: layout.stripElements * size)
      layout.kernels.winogradPatches(
        patches, parts.lowerBound + range.lowerBound..<parts.lowerBound + range.upperBound,
        .init(
          base: patch.base + range.lowerBound * layout.grid.partLength * layout.register.line,
          frequencyStride: patch.frequencyStride, pitch: patch.pitch),
        strip.base.assumingMemoryBound(to: T.self))
      withExtendedLifetime(strip) {}
    }
  }

  private func multiply(
    _ parts: Range<Int>, _ patch: WinogradPatches<T>.Target, _ panels: Range<Int>,
    _ filter: TransformedFilter<T>
  ) {
    let length = chunkLength(of: parts.count)
    let chunks = (parts.count + length - 1) / length
    // At least eight pieces of work, if there are so many.
    let groupLength = max(1, min(groupLimit, panels.count * chunks / 8))
    let groups = (panels.count + groupLength - 1) / groupLength
    Parallel.forEach(groups * chunks) { index in
      let (group, chunk) = index.quotientAndRemainder(dividingBy: chunks)
      let start = panels.lowerBound + group * groupLength
      let own = start..<min(panels.upperBound, start + groupLength)
      let range = chunk * length..<min(parts.count, (chunk + 1) * length)
      let tiles = layout.tiles(range.count)
      let products = Products(layout, tiles: tiles, panels: own.count)
      let first = WinogradPatches<T>.Target(
        base: patch.base + range.lowerBound * layout.grid.partLength * layout.register.line,
        frequencyStride: patch.frequencyStride, pitch: patch.pitch)
      for frequency in 0..<layout.frequencies {
        for panel in own {
          multiply(
            first, tiles: tiles, filter.panel(panel), products.panel(panel - start),
            frequencies: frequency..<frequency + 1)
        }
      }
      for panel in own {
        finish(
          parts.lowerBound + range.lowerBound..<parts.lowerBound + range.upperBound, panel,
          products.panel(panel - start))
      }
      withExtendedLifetime(products) {}
    }
  }
}
