import GradusVectorKernels

extension DepthwiseFilterSum {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    let vectors = Registers.depthwiseVectors
    var channel = 0
    while channel &+ vectors &* Tier.lanes <= channels {
      allTaps(Tier.self, channel, vectors: vectors, lanes: Tier.lanes)
      channel &+= vectors &* Tier.lanes
    }
    while channel &+ Tier.lanes <= channels {
      allTaps(Tier.self, channel, vectors: 1, lanes: Tier.lanes)
      channel &+= Tier.lanes
    }
    // A mask and no difference, so that the compiler knows that it is less than a vector.
    let rest = channels & (Tier.lanes &- 1)
    if rest != 0 { allTaps(Tier.self, channel, vectors: 1, lanes: rest) }
  }

  @inline(__always)
  private func allTaps<Tier: VectorTier>(_: Tier.Type, _ channel: Int, vectors: Int, lanes: Int)
  where Tier.Scalar == T {
    var tap = 0
    while tap < taps {
      severalTaps(Tier.self, tap, channel, vectors, lanes)
      tap &+= Registers.depthwiseTaps
    }
  }

  /// `depthwiseTaps` taps from one on, of which the last is repeated when there are fewer, by some vectors of
  /// channels, or the first `lanes` of one.
  @inline(__always)
  private func severalTaps<Tier: VectorTier>(
    _: Tier.Type, _ first: Int, _ channel: Int, _ vectors: Int, _ lanes: Int
  ) where Tier.Scalar == T {
    let count = Registers.depthwiseTaps
    withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { offsets in
      let offsets = offsets.baseAddress.unsafelyUnwrapped
      for tap in 0..<count { offsets[tap] = sourceOffsets[min(first &+ tap, taps &- 1)] }
      withUnsafeTemporaryAllocation(
        of: Tier.Vector.self, capacity: count &* Registers.depthwiseVectors
      ) { sums in
        let sums = sums.baseAddress.unsafelyUnwrapped
        for index in 0..<count &* vectors { sums[index] = .zero }
        for row in 0..<rows {
          var a = source + (row &* sourceRowStride &+ channel)
          var g = gradient + (row &* gradientRowStride &+ channel)
          var pixel = 0
          while pixel < pixels {
            for tap in 0..<count {
              for vector in 0..<vectors {
                let (index, place) = (tap &* vectors &+ vector, vector &* Tier.lanes)
                sums[index] = sums[index].addingProduct(
                  Tier.load(g + place, first: lanes),
                  Tier.load(a + (offsets[tap] &+ place), first: lanes))
              }
            }
            a += sourceStride
            g += channels
            pixel &+= 1
          }
        }
        RegisterSums.put(
          Tier.self, sums, rows: count, vectors: vectors,
          columns: lanes < Tier.lanes ? lanes : vectors &* Tier.lanes, adding: true,
          isWhole: lanes == Tier.lanes && first &+ count <= taps
        ) { first &+ $0 < taps ? target + (targetOffsets[first &+ $0] &+ channel) : nil }
      }
    }
  }
}
