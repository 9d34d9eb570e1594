import GradusVectorKernels

extension DepthwiseRun {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    guard channels >= Tier.lanes else { return fewChannels() }
    var pixel = 0
    while pixel &+ Registers.depthwisePixels <= pixels {
      severalPixels(Tier.self, pixel)
      pixel &+= Registers.depthwisePixels
    }
    // Sums are written, not added, so the last pixels may overlap those before.
    if pixels >= Registers.depthwisePixels, pixels &- pixel >= 2 {
      return severalPixels(Tier.self, pixels &- Registers.depthwisePixels)
    }
    while pixel < pixels {
      onePixel(Tier.self, pixel)
      pixel &+= 1
    }
  }

  @inline(__always)
  private func severalPixels<Tier: VectorTier>(_: Tier.Type, _ pixel: Int)
  where Tier.Scalar == T {
    var channel = 0
    while channel &+ Registers.depthwiseVectors &* Tier.lanes <= channels {
      sum(
        Tier.self, pixel, channel, pixels: Registers.depthwisePixels,
        vectors: Registers.depthwiseVectors)
      channel &+= Registers.depthwiseVectors &* Tier.lanes
    }
    while channel < channels {
      sum(
        Tier.self, pixel, min(channel, channels &- Tier.lanes),
        pixels: Registers.depthwisePixels, vectors: 1)
      channel &+= Tier.lanes
    }
  }

  @inline(__always)
  private func onePixel<Tier: VectorTier>(_: Tier.Type, _ pixel: Int) where Tier.Scalar == T {
    let vectors = 2 &* Registers.depthwiseVectors
    var channel = 0
    while channel &+ vectors &* Tier.lanes <= channels {
      sum(Tier.self, pixel, channel, pixels: 1, vectors: vectors)
      channel &+= vectors &* Tier.lanes
    }
    while channel < channels {
      sum(Tier.self, pixel, min(channel, channels &- Tier.lanes), pixels: 1, vectors: 1)
      channel &+= Tier.lanes
    }
  }

  /// Some pixels by some vectors of channels, summed in registers.
  @inline(__always)
  private func sum<Tier: VectorTier>(
    _: Tier.Type, _ pixel: Int, _ channel: Int, pixels: Int, vectors: Int
  ) where Tier.Scalar == T {
    withUnsafeTemporaryAllocation(
      of: Tier.Vector.self, capacity: Registers.depthwisePixels &* Registers.depthwiseVectors
    ) {
      let sums = $0.baseAddress.unsafelyUnwrapped
      for index in 0..<pixels &* vectors { sums[index] = .zero }
      let from = source + (pixel &* sourceStride &+ channel)
      let weights = filter + channel
      var tap = 0
      while tap < taps {
        let w = weights + filterOffsets[tap]
        var a = from + sourceOffsets[tap]
        for pixel in 0..<pixels {
          for vector in 0..<vectors {
            let index = pixel &* vectors &+ vector
            sums[index] = sums[index].addingProduct(
              Tier.load(w + vector &* Tier.lanes), Tier.load(a + vector &* Tier.lanes))
          }
          a += sourceStride
        }
        tap &+= 1
      }
      var to = target + (pixel &* targetStride &+ channel)
      for pixel in 0..<pixels {
        for vector in 0..<vectors {
          Tier.store(sums[pixel &* vectors &+ vector], to + vector &* Tier.lanes)
        }
        to += targetStride
      }
    }
  }

  @inline(__always)
  private func fewChannels() {
    for pixel in 0..<pixels {
      let (from, to) = (source + pixel &* sourceStride, target + pixel &* targetStride)
      for channel in 0..<channels {
        var sum = T.zero
        for tap in 0..<taps {
          sum.addProduct(
            filter[filterOffsets[tap] &+ channel], from[sourceOffsets[tap] &+ channel])
        }
        to[channel] = sum
      }
    }
  }
}
