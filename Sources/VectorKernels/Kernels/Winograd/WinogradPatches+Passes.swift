import GradusVectorKernels

extension WinogradPatches {
  /// The rows that a row of tiles sees, in registers; a map reads as many as it needs.
  struct Rows {
    private let base:
      (
        UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>,
        UnsafePointer<T>
      )

    @inline(__always)
    init(
      _ base: (
        UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>,
        UnsafePointer<T>
      )
    ) { self.base = base }

    @inline(__always)
    subscript(_ index: Int) -> UnsafePointer<T> {
      switch index {
      case 0: base.0
      case 1: base.1
      case 2: base.2
      case 3: base.3
      case 4: base.4
      default: base.5
      }
    }
  }

  /// Maps columns of the image, `lanes` channels of each, into the strip.
  @inline(__always)
  func columnPass<Tier: VectorTier, Map: WinogradMap>(
    _: Tier.Type, _: Map.Type, _ rows: Rows, _ source: Int, _ columns: Int,
    _ strip: UnsafeMutablePointer<T>, _ stripRow: Int, lanes: Int
  ) where Tier.Scalar == T {
    var (from, to) = (source, strip)
    for _ in 0..<columns {
      var lane = 0
      while lane < lanes {
        let (place, target) = (from &+ lane, to + lane)
        Map.apply(
          { (index: Int) -> Tier.Vector in
            Tier.load(rows[index] + place, first: lanes &- lane)
          },
          { index, value in Tier.store(value, target + index &* stripRow) })
        lane &+= Tier.lanes
      }
      from &+= channels
      to += Tier.line
    }
  }

  /// Maps rows of the strip to the frequencies of tiles.
  @inline(__always)
  func rowPass<Tier: VectorTier, Map: WinogradMap>(
    _: Tier.Type, _: Map.Type, _ strip: UnsafeMutablePointer<T>, _ stripRow: Int, _ rows: Int,
    _ step: Int, _ tiles: Int, _ target: UnsafeMutablePointer<T>, _ frequencyStride: Int, lanes: Int
  ) where Tier.Scalar == T {
    var (stripLine, targetLine) = (UnsafePointer(strip), target)
    for _ in 0..<rows {
      var lane = 0
      while lane < lanes {
        var (from, to) = (stripLine + lane, targetLine + lane)
        for _ in 0..<tiles {
          let (source, target) = (from, to)
          Map.apply(
            { (index: Int) -> Tier.Vector in Tier.load(source + index &* Tier.line) },
            { index, value in Tier.store(value, target + index &* frequencyStride) })
          from += step &* Tier.line
          to += Tier.line
        }
        lane &+= Tier.lanes
      }
      stripLine += stripRow
      targetLine += Map.outputs &* frequencyStride
    }
  }
}
