import GradusVectorKernels

extension DepthwiseFilterSum {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var channel = 0
    while channel &+ Registers.depthwiseVectors &* Tier.lanes <= channels {
      var tap = 0
      while tap < taps {
        severalTaps(Tier.self, tap, channel)
        tap &+= Registers.depthwiseTaps
      }
      channel &+= Registers.depthwiseVectors &* Tier.lanes
    }
    while channel &+ Tier.lanes <= channels {
      for tap in 0..<taps { oneVector(Tier.self, tap, channel) }
      channel &+= Tier.lanes
    }
    while channel < channels {
      for tap in 0..<taps { oneChannel(tap, channel) }
      channel &+= 1
    }
  }

  /// `depthwiseTaps` taps from one on, of which the last is repeated when there are fewer.
  @inline(__always)
  private func severalTaps<Tier: VectorTier>(_: Tier.Type, _ first: Int, _ channel: Int)
  where Tier.Scalar == T {
    let (count, vectors) = (Registers.depthwiseTaps, Registers.depthwiseVectors)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: count) { offsets in
      let offsets = offsets.baseAddress.unsafelyUnwrapped
      for tap in 0..<count { offsets[tap] = sourceOffsets[min(first &+ tap, taps &- 1)] }
      withUnsafeTemporaryAllocation(of: Tier.Vector.self, capacity: count &* vectors) { sums in
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
                  Tier.load(g + place), Tier.load(a + (offsets[tap] &+ place)))
              }
            }
            a += sourceStride
            g += channels
            pixel &+= 1
          }
        }
        RegisterSums.put(
          Tier.self, sums, rows: count, vectors: vectors, columns: vectors &* Tier.lanes,
          adding: true, isWhole: first &+ count <= taps
        ) { first &+ $0 < taps ? target + (targetOffsets[first &+ $0] &+ channel) : nil }
      }
    }
  }

  @inline(__always)
  private func oneVector<Tier: VectorTier>(_: Tier.Type, _ tap: Int, _ channel: Int)
  where Tier.Scalar == T {
    var sum = Tier.Vector.zero
    for row in 0..<rows {
      let a = source + (row &* sourceRowStride &+ sourceOffsets[tap] &+ channel)
      let g = gradient + (row &* gradientRowStride &+ channel)
      for pixel in 0..<pixels {
        sum = sum.addingProduct(
          Tier.load(g + pixel &* channels), Tier.load(a + pixel &* sourceStride))
      }
    }
    let to = target + (targetOffsets[tap] &+ channel)
    Tier.store(Tier.load(UnsafePointer(to)) + sum, to)
  }

  @inline(__always)
  private func oneChannel(_ tap: Int, _ channel: Int) {
    var sum = T.zero
    for row in 0..<rows {
      let a = source + (row &* sourceRowStride &+ sourceOffsets[tap] &+ channel)
      let g = gradient + (row &* gradientRowStride &+ channel)
      for pixel in 0..<pixels { sum.addProduct(g[pixel &* channels], a[pixel &* sourceStride]) }
    }
    target[targetOffsets[tap] &+ channel] += sum
  }
}
