import GradusVectorKernels

/// Brings a register tile's sums, some rows of vectors, to memory.
enum RegisterSums {
  /// Writes or adds `columns` elements of each row; `target` tells where a row goes, nil for one
  /// that is not wanted.
  @inline(__always)
  static func put<Tier: VectorTier>(
    _: Tier.Type, _ sums: UnsafeMutablePointer<Tier.Vector>, rows: Int, vectors: Int, columns: Int,
    adding: Bool, isWhole: Bool, _ target: (Int) -> UnsafeMutablePointer<Tier.Scalar>?
  ) {
    if isWhole {
      for row in 0..<rows {
        let to = target(row).unsafelyUnwrapped
        for vector in 0..<vectors {
          let (sum, place) = (sums[row &* vectors &+ vector], to + vector &* Tier.lanes)
          Tier.store(adding ? Tier.load(UnsafePointer(place)) + sum : sum, place)
        }
      }
      return
    }
    // By way of memory: what a loop with a changing index reads cannot stay in registers.
    let width = vectors &* Tier.lanes
    withUnsafeTemporaryAllocation(of: Tier.Scalar.self, capacity: rows &* width) {
      let copy = $0.baseAddress.unsafelyUnwrapped
      for index in 0..<rows &* vectors { Tier.store(sums[index], copy + index &* Tier.lanes) }
      for row in 0..<rows {
        guard let to = target(row) else { continue }
        for column in 0..<columns {
          let sum = copy[row &* width &+ column]
          to[column] = adding ? to[column] + sum : sum
        }
      }
    }
  }
}
