import GradusVectorKernels

extension GatheredProduct {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var row = 0
    while row < rows {
      if columns > Tier.narrowColumns {
        registerTile(Tier.self, row, vectors: Tier.wideVectors)
      } else {
        registerTile(Tier.self, row, vectors: Tier.narrowVectors)
      }
      row &+= Tier.gatheredRows
    }
  }

  /// `gatheredRows` rows from one on, of which the last is repeated when there are fewer.
  @inline(__always)
  private func registerTile<Tier: VectorTier>(_: Tier.Type, _ first: Int, vectors: Int)
  where Tier.Scalar == T {
    withUnsafeTemporaryAllocation(
      of: UnsafePointer<T>.self, capacity: Tier.gatheredRows
    ) { starts in
      let starts = starts.baseAddress.unsafelyUnwrapped
      for row in 0..<Tier.gatheredRows {
        starts[row] = source + sourceOffsets[min(first &+ row, rows &- 1)]
      }
      withUnsafeTemporaryAllocation(
        of: Tier.Vector.self, capacity: Tier.gatheredRows &* Tier.wideVectors
      ) { sums in
        let sums = sums.baseAddress.unsafelyUnwrapped
        unrolled(Tier.gatheredRows &* vectors) { sums[$0] = .zero }
        add(Tier.self, starts, sums, vectors: vectors)
        RegisterSums.put(
          Tier.self, sums, rows: Tier.gatheredRows, vectors: vectors, columns: columns,
          adding: accumulates,
          isWhole: first &+ Tier.gatheredRows <= rows && columns == vectors &* Tier.lanes
        ) { first &+ $0 < rows ? target + targetOffsets[first &+ $0] : nil }
      }
    }
  }

  /// Adds the products of the runs of all rows.
  @inline(__always)
  private func add<Tier: VectorTier>(
    _: Tier.Type, _ starts: UnsafeMutablePointer<UnsafePointer<T>>,
    _ sums: UnsafeMutablePointer<Tier.Vector>, vectors: Int
  ) where Tier.Scalar == T {
    var (b, before) = (panel, 0)
    for segment in 0..<segmentCount {
      let offset = segments[segment]
      for row in 0..<Tier.gatheredRows { starts[row] += offset &- before }
      before = offset
      var k = 0
      while k < depth {
        for row in 0..<Tier.gatheredRows {
          let x = Tier.Vector(repeating: starts[row][k])
          for vector in 0..<vectors {
            let index = row &* vectors &+ vector
            sums[index] = sums[index].addingProduct(x, Tier.load(b + vector &* Tier.lanes))
          }
        }
        b += panelStride
        k &+= 1
      }
    }
  }
}
