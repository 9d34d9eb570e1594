import GradusVectorKernels

extension WinogradFilterSums {
  /// Bytes of the transformed tiles of a round by pieces.
  private var roundBytes: Int { 8 << 20 }
  /// Channels along each side of a piece.
  private var pieceSide: Int { 64 }

  /// Sums pieces of the filter over all tiles, a round of them at a time.
  func byPieces() {
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
          layout.kernels.winogradFilterGradient(
            WinogradFilterGradient(
              layout.grid.tile, sums: UnsafePointer(first), slices: 1, sliceStride: 0,
              frequencyStride: pieceStride, row: pieceSide, target: target,
              inputs: layout.inputs, outputs: layout.outputs),
            rows.clamped(to: 0..<layout.inputs), columns.clamped(to: 0..<layout.outputs))
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
