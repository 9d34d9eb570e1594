/// The products of transformed tiles with one panel of a transformed filter, for all frequencies.
///
/// The operands lie in the caches as they are used: tiles in blocks of channels a cache line wide
/// (`WinogradPatches`), the panel `[frequency][input][column]`. Two blocks of channels at a time are
/// summed in registers, or one where there are but two: short sums round less.
@usableFromInline
package struct WinogradProducts<T: VectorScalar> {
  /// Transformed tiles, from the first one that is multiplied.
  package let tiles: UnsafePointer<T>
  /// Elements from frequency to frequency of the tiles, and tiles of each channel block.
  package let tileStride: Int, pitch: Int
  /// The number of tiles, a multiple of a register tile's rows.
  package let count: Int
  /// Input channels.
  package let depth: Int
  /// The panel of the filter, and elements from frequency to frequency.
  package let panel: UnsafePointer<T>
  package let panelStride: Int
  package let frequencies: Int
  /// Where products go, `[frequency][tile][column]`, and elements from frequency to frequency.
  package let target: UnsafeMutablePointer<T>
  package let targetStride: Int
  /// Whether products are added to the target.
  package let accumulates: Bool

  package init(
    tiles: UnsafePointer<T>, tileStride: Int, pitch: Int, count: Int, depth: Int,
    panel: UnsafePointer<T>, panelStride: Int, frequencies: Int, target: UnsafeMutablePointer<T>,
    targetStride: Int, accumulates: Bool
  ) {
    (self.tiles, self.tileStride, self.pitch) = (tiles, tileStride, pitch)
    (self.count, self.depth) = (count, depth)
    (self.panel, self.panelStride, self.frequencies) = (panel, panelStride, frequencies)
    (self.target, self.targetStride, self.accumulates) = (target, targetStride, accumulates)
  }
}

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
      var (source, filter, left, adds) = (tiles, panel, depth, accumulates)
      let step = depth <= 2 &* Tier.line ? Tier.line : 2 &* Tier.line
      while left > 0 {
        for index in 0..<Tier.rows &* Tier.vectors { sums[index] = .zero }
        let rest = max(0, left &- step)
        while left > rest {
          let end = source + min(left &- rest, Tier.line)
          var element = source
          while element < end {
            for row in 0..<Tier.rows {
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
          left &-= Tier.line
          source += pitch &* Tier.line
        }
        for row in 0..<Tier.rows {
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
}
