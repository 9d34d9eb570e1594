import GradusVectorKernels

extension DepthwiseRun {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    // Down the rows for some channels at a time, so that rows that several taps see are in a nearer cache, and
    // for several cache lines of them, so that memory is read ahead. A single row takes all its channels at once.
    let block =
      rows == 1
      ? channels : Registers.depthwisePixels &* Registers.depthwiseVectors &* Tier.lanes
    var channel = 0
    while channel < channels {
      let end = min(channel &+ block, channels)
      for row in 0..<rows { allPixels(Tier.self, row, channel..<end) }
      channel = end
    }
  }

  @inline(__always)
  private func allPixels<Tier: VectorTier>(_: Tier.Type, _ row: Int, _ channels: Range<Int>)
  where Tier.Scalar == T {
    var pixel = 0
    while pixel &+ Registers.depthwisePixels <= pixels {
      someChannels(Tier.self, row, pixel, channels, pixels: Registers.depthwisePixels)
      pixel &+= Registers.depthwisePixels
    }
    // Sums are written, not added, so the last pixels may overlap those before.
    if pixels >= Registers.depthwisePixels, pixels &- pixel >= 2 {
      return someChannels(
        Tier.self, row, pixels &- Registers.depthwisePixels, channels,
        pixels: Registers.depthwisePixels)
    }
    while pixel < pixels {
      someChannels(Tier.self, row, pixel, channels, pixels: 1)
      pixel &+= 1
    }
  }

  @inline(__always)
  private func someChannels<Tier: VectorTier>(
    _: Tier.Type, _ row: Int, _ pixel: Int, _ range: Range<Int>, pixels: Int
  ) where Tier.Scalar == T {
    let vectors = Registers.depthwiseVectors
    var channel = range.lowerBound
    if pixels == 1 {
      // As many sums as of several pixels, so that none waits for the one before.
      let all = Registers.depthwisePixels &* vectors
      while channel &+ all &* Tier.lanes <= range.upperBound {
        sum(Tier.self, row, pixel, channel, 1, all, Tier.lanes)
        channel &+= all &* Tier.lanes
      }
    }
    while channel &+ vectors &* Tier.lanes <= range.upperBound {
      sum(Tier.self, row, pixel, channel, pixels, vectors, Tier.lanes)
      channel &+= vectors &* Tier.lanes
    }
    while channel < range.upperBound {
      if channels < Tier.lanes {
        sum(Tier.self, row, pixel, channel, pixels, 1, channels)
      } else {
        // The last channels may overlap those before, as the last pixels may.
        sum(Tier.self, row, pixel, min(channel, channels &- Tier.lanes), pixels, 1, Tier.lanes)
      }
      channel &+= Tier.lanes
    }
  }

  /// Some pixels by some vectors of channels, summed in registers; the first `lanes` of a single vector.
  @inline(__always)
  private func sum<Tier: VectorTier>(
    _: Tier.Type, _ row: Int, _ pixel: Int, _ channel: Int, _ pixels: Int, _ vectors: Int,
    _ lanes: Int
  ) where Tier.Scalar == T {
    withUnsafeTemporaryAllocation(
      of: Tier.Vector.self, capacity: Registers.depthwisePixels &* Registers.depthwiseVectors
    ) {
      let sums = $0.baseAddress.unsafelyUnwrapped
      for index in 0..<pixels &* vectors { sums[index] = .zero }
      let from = source + (row &* sourceRowStride &+ pixel &* sourceStride &+ channel)
      let weights = filter + channel
      var tap = 0
      while tap < taps {
        let w = weights + filterOffsets[tap]
        var a = from + sourceOffsets[tap]
        for pixel in 0..<pixels {
          for vector in 0..<vectors {
            let index = pixel &* vectors &+ vector
            sums[index] = sums[index].addingProduct(
              Tier.load(w + vector &* Tier.lanes, first: lanes),
              Tier.load(a + vector &* Tier.lanes, first: lanes))
          }
          a += sourceStride
        }
        tap &+= 1
      }
      var to = target + (row &* targetRowStride &+ pixel &* targetStride &+ channel)
      for pixel in 0..<pixels {
        for vector in 0..<vectors {
          Tier.store(sums[pixel &* vectors &+ vector], to + vector &* Tier.lanes, first: lanes)
        }
        to += targetStride
      }
    }
  }
}
