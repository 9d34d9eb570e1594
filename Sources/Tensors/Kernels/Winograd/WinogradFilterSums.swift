import GradusVectorKernels

/// The gradient of a filter whose operands are laid out, by slices of the tiles or pieces of the
/// filter.
struct WinogradFilterSums<T: KernelScalar> {
  let layout: WinogradLayout<T>
  let inputs: WinogradPatches<T>
  let gradients: WinogradPatches<T>
  let target: UnsafeMutablePointer<T>

  /// Filters of at most so many bytes, transformed, are summed by slices.
  private var smallFilter: Int { 1 << 20 }
  private var sliceLimit: Int { 16 }
  /// Tiles of a slice at least: the slices are added in the end.
  private var sliceTiles: Int { 256 }
  /// Bytes of the transformed tiles of a round by pieces.
  private var roundBytes: Int { 8 << 20 }
  /// Channels along each side of a piece.
  private var pieceSide: Int { 64 }

  private var size: Int { MemoryLayout<T>.size }
  private var columns: Int { layout.outputs.roundedUp(to: layout.register.columns) }
  private var rows: Int { layout.inputs.roundedUp(to: layout.register.outerRows) }
  private var tileBytes: Int { layout.frequencies * (layout.inputs + layout.outputs) * size }

  func run() {
    if layout.frequencies * rows * columns * size <= smallFilter {
      bySlices()
    } else {
      byPieces()
    }
  }

  /// Transformed inputs and gradients of some tiles.
  private struct Operands {
    let memory: Scratch
    let inputs: WinogradPatches<T>.Target
    let gradients: WinogradPatches<T>.Target
  }

  private func operands(_ tiles: Int) -> Operands {
    let left = layout.patchStride(tiles: tiles, channels: layout.inputs)
    let right = layout.patchStride(tiles: tiles, channels: columns)
    let memory = Scratch(byteCount: layout.frequencies * (left + right) * size)
    let base = memory.base.assumingMemoryBound(to: T.self)
    return Operands(
      memory: memory, inputs: .init(base: base, frequencyStride: left, pitch: tiles),
      gradients: .init(
        base: base + layout.frequencies * left, frequencyStride: right, pitch: tiles))
  }

  /// Transforms some parts into operands, whose first tile is `first`.
  private func transform(_ parts: Range<Int>, _ operands: Operands, from first: Int = 0) {
    let memory = Scratch(byteCount: layout.stripElements * size)
    let strip = memory.base.assumingMemoryBound(to: T.self)
    let offset = first * layout.register.line
    for (patches, target) in [(inputs, operands.inputs), (gradients, operands.gradients)] {
      T.run(
        patches, parts,
        .init(
          base: target.base + offset, frequencyStride: target.frequencyStride,
          pitch: target.pitch), strip: strip)
    }
    withExtendedLifetime(memory) {}
  }

  /// Sums of the outer products of the operands for some inputs and outputs.
  private struct Sums {
    let base: UnsafeMutablePointer<T>
    /// Elements from frequency to frequency and from input to input.
    let stride: Int, row: Int
  }

  private func sum(
    _ operands: Operands, tiles: Int, rows: Range<Int>, columns: Range<Int>, _ sums: Sums,
    accumulates: Bool
  ) {
    T.run(
      WinogradFilterSum(
        inputs: UnsafePointer(operands.inputs.base),
        inputStride: operands.inputs.frequencyStride,
        gradients: UnsafePointer(operands.gradients.base),
        gradientStride: operands.gradients.frequencyStride, pitch: operands.inputs.pitch,
        tiles: tiles, frequencies: layout.frequencies, target: sums.base,
        targetStride: sums.stride, targetRow: sums.row, rows: rows, columns: columns,
        accumulates: accumulates))
    MultiplyAddCounter.add(layout.frequencies * tiles * rows.count * columns.count)
  }

  private func bySlices() {
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
      T.run(gradient, rows: range, columns: 0..<layout.outputs)
    }
    withExtendedLifetime(memory) {}
  }

  private func byPieces() {
    let part = layout.grid.partLength
    let perRound = max(1, 96 / part, roundBytes / (tileBytes * part))
    let rounds = (layout.grid.count + perRound - 1) / perRound
    let rowPieces = Self.pieces(rows, pieceSide)
    let pieces = rowPieces.flatMap { rows in
      Self.pieces(columns, pieceSide).map { (rows: rows, columns: $0) }
    }
    // Sums outlive a round only if there are several; else each is used up while it is in cache.
    let pieceStride = pieceSide * pieceSide + layout.gap
    let kept =
      rounds == 1
      ? nil : Scratch(byteCount: pieces.count * layout.frequencies * pieceStride * size)
    for round in 0..<rounds {
      let parts =
        round * layout.grid.count / rounds..<(round + 1) * layout.grid.count / rounds
      let operands = operands(parts.count * part)
      Parallel.forEachRange(parts.count, length: 2) { range in
        transform(
          parts.lowerBound + range.lowerBound..<parts.lowerBound + range.upperBound, operands,
          from: range.lowerBound * part)
      }
      Parallel.forEach(pieces.count) { index in
        let (rows, columns) = pieces[index]
        let own = kept == nil ? Scratch(byteCount: layout.frequencies * pieceStride * size) : nil
        let memory = (own ?? kept).unsafelyUnwrapped.base.assumingMemoryBound(to: T.self)
        let base = memory + (own == nil ? index * layout.frequencies * pieceStride : 0)
        // The first input and output of the piece lie at its start.
        let first = base - rows.lowerBound * pieceSide - columns.lowerBound
        sum(
          operands, tiles: parts.count * part, rows: rows, columns: columns,
          Sums(base: first, stride: pieceStride, row: pieceSide), accumulates: round > 0)
        if round == rounds - 1 {
          T.run(
            WinogradFilterGradient(
              layout.grid.tile, sums: UnsafePointer(first), slices: 1, sliceStride: 0,
              frequencyStride: pieceStride, row: pieceSide, target: target,
              inputs: layout.inputs, outputs: layout.outputs),
            rows: rows.clamped(to: 0..<layout.inputs),
            columns: columns.clamped(to: 0..<layout.outputs))
        }
        withExtendedLifetime((own, kept)) {}
      }
      withExtendedLifetime(operands.memory) {}
    }
  }

  /// Cuts channels into pieces.
  private static func pieces(_ count: Int, _ side: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: side).map { $0..<min(count, $0 + side) }
  }
}
