import GradusVectorKernels

extension OuterProductSum {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var row = 0
    while row < rows {
      let first = max(0, min(row, rows &- Tier.gatheredRows))
      if columns > Tier.narrowColumns {
        registerTile(Tier.self, first, from: row, vectors: Tier.wideVectors)
      } else {
        registerTile(Tier.self, first, from: row, vectors: Tier.narrowVectors)
      }
      row &+= Tier.gatheredRows
    }
  }

  /// `gatheredRows` rows from `first` on; those before `row` an earlier tile had, and none is past
  /// the end.
  @inline(__always)
  private func registerTile<Tier: VectorTier>(
    _: Tier.Type, _ first: Int, from row: Int, vectors: Int
  ) where Tier.Scalar == T {
    withUnsafeTemporaryAllocation(
      of: Tier.Vector.self, capacity: Tier.gatheredRows &* Tier.wideVectors
    ) {
      let sums = $0.baseAddress.unsafelyUnwrapped
      unrolled(Tier.gatheredRows &* vectors) { sums[$0] = .zero }
      let a = source + first
      var b = panel
      for position in 0..<positions {
        let from = a + sourceOffsets[position]
        for row in 0..<Tier.gatheredRows {
          let x = Tier.Vector(repeating: from[row])
          for vector in 0..<vectors {
            let index = row &* vectors &+ vector
            sums[index] = sums[index].addingProduct(x, Tier.load(b + vector &* Tier.lanes))
          }
        }
        b += panelStride
      }
      RegisterSums.put(
        Tier.self, sums, rows: Tier.gatheredRows, vectors: vectors, columns: columns,
        adding: accumulates,
        isWhole: first == row && first &+ Tier.gatheredRows <= rows
          && columns == vectors &* Tier.lanes
      ) {
        let index = first &+ $0
        return index >= row && index < rows ? target + index &* targetStride : nil
      }
    }
  }
}
