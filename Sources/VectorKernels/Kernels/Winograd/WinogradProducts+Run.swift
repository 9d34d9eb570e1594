import GradusVectorKernels

extension WinogradProducts {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var (source, filter, to) = (tiles, panel, target)
    for _ in 0..<frequencies {
      var tile = 0
      while tile < count {
        registerTile(
          Tier.self, source + tile &* Tier.line, filter, to + tile &* Tier.columns)
        tile &+= Tier.rows
      }
      source += tileStride
      filter += panelStride
      to += targetStride
    }
  }

  /// `rows` tiles by `columns` columns, summed in registers.
  @inline(__always)
  private func registerTile<Tier: VectorTier>(
    _: Tier.Type, _ tiles: UnsafePointer<T>, _ panel: UnsafePointer<T>,
    _ target: UnsafeMutablePointer<T>
  ) where Tier.Scalar == T {
    withUnsafeTemporaryAllocation(of: Tier.Vector.self, capacity: Tier.rows &* Tier.vectors) {
      let sums = $0.baseAddress.unsafelyUnwrapped
      var (line, within, filter, left, adds) = (tiles, 0, panel, depth, false)
      while left > 0 {
        unrolled(Tier.rows &* Tier.vectors) { sums[$0] = .zero }
        var ahead = min(left, chain(Tier.self))
        left &-= ahead
        while ahead > 0 {
          let count = min(ahead, Tier.line &- within)
          var element = line + within
          let end = element + count
          while element < end {
            unrolled(Tier.rows) { row in
              let x = Tier.Vector(repeating: element[row &* Tier.line])
              for vector in 0..<Tier.vectors {
                let index = row &* Tier.vectors &+ vector
                sums[index] = sums[index].addingProduct(
                  x, Tier.load(filter + vector &* Tier.lanes))
              }
            }
            filter += Tier.columns
            element += 1
          }
          ahead &-= count
          within = (within &+ count) % Tier.line
          if within == 0 { line += pitch &* Tier.line }
        }
        unrolled(Tier.rows) { row in
          for vector in 0..<Tier.vectors {
            let place = target + (row &* Tier.columns &+ vector &* Tier.lanes)
            let sum = sums[row &* Tier.vectors &+ vector]
            Tier.store(adds ? Tier.load(place) + sum : sum, place)
          }
        }
        adds = true
      }
    }
  }

  /// Channels whose products are summed one after the other before they are added to what memory has.
  ///
  /// Most of a tile's rounding error is theirs: of 16 channels, half as many at a time are off by a
  /// tenth less.
  @inline(__always)
  private func chain<Tier: VectorTier>(_: Tier.Type) -> Int where Tier.Scalar == T {
    if depth <= Tier.line { return Tier.line / 2 }
    return depth <= 2 &* Tier.line ? Tier.line : 2 &* Tier.line
  }
}
