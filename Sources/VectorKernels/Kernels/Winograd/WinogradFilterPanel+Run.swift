import GradusVectorKernels

extension WinogradFilterPanel {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type, _ rows: Range<Int>, _ target: Target)
  where Tier.Scalar == T {
    switch tile {
    case .twoByTwo: run(Tier.self, TwoOutputs.self, TwoOutputs.self, rows, target)
    case .twoByFour: run(Tier.self, TwoOutputs.self, FourOutputs.self, rows, target)
    case .fourByFour: run(Tier.self, FourOutputs.self, FourOutputs.self, rows, target)
    case .twoByTwoOfFive:
      run(Tier.self, TwoOutputsOfFive.self, TwoOutputsOfFive.self, rows, target)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis>(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ rows: Range<Int>, _ target: Target
  ) where Tier.Scalar == T {
    let columns = min(Tier.columns, outputs &- target.firstChannel)
    withUnsafeTemporaryAllocation(
      of: T.self, capacity: Vertical.taps &* Horizontal.taps &* Tier.line &* Tier.columns
    ) {
      let taps = $0.baseAddress.unsafelyUnwrapped
      var row = rows.lowerBound
      while row < rows.upperBound {
        let count = min(Tier.line, rows.upperBound &- row)
        gather(Tier.self, row, count, target.firstChannel, columns, taps)
        for index in 0..<count {
          let to = target.base + (row &+ index &- rows.lowerBound) &* Tier.columns
          var lane = 0
          while lane < Tier.columns {
            map(
              Tier.self, Vertical.self, Horizontal.self, taps + (index &* Tier.columns &+ lane),
              to + lane, target.stride)
            lane &+= Tier.lanes
          }
        }
        row &+= count
      }
    }
  }

  /// Lays out `[tap][input][column]` for some inputs, with zeros in columns past the last channel.
  @inline(__always)
  private func gather<Tier: VectorTier>(
    _: Tier.Type, _ row: Int, _ count: Int, _ channel: Int, _ columns: Int,
    _ target: UnsafeMutablePointer<T>
  ) where Tier.Scalar == T {
    let size = inputs &* outputs
    let tapSize = Tier.line &* Tier.columns
    let taps = tile.taps &* tile.taps
    for tap in 0..<taps {
      let to = target + tap &* tapSize
      if columns < Tier.columns { to.update(repeating: 0, count: count &* Tier.columns) }
      if isAdjoint {
        let start: Int = (taps &- 1 &- tap) &* size &+ channel &* inputs &+ row
        let from = filter + start
        for column in 0..<columns {
          let (source, target) = (from + column &* inputs, to + column)
          for index in 0..<count { target[index &* Tier.columns] = source[index] }
        }
      } else {
        let start: Int = tap &* size &+ row &* outputs &+ channel
        let from = filter + start
        for index in 0..<count {
          let (source, target) = (from + index &* outputs, to + index &* Tier.columns)
          var lane = 0
          while lane < columns {
            Tier.store(Tier.load(source + lane, first: columns &- lane), target + lane)
            lane &+= Tier.lanes
          }
        }
      }
    }
  }

  @inline(__always)
  private func map<Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis>(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ taps: UnsafePointer<T>,
    _ target: UnsafeMutablePointer<T>, _ stride: Int
  ) where Tier.Scalar == T {
    StackVectors<Tier.Vector>.with(Vertical.frequencies &* Horizontal.taps) { middle in
      let tap = Tier.line &* Tier.columns
      for column in 0..<Horizontal.taps {
        Vertical.Filter.apply(
          { (row: Int) -> Tier.Vector in
            Tier.load(taps + (row &* Horizontal.taps &+ column) &* tap)
          },
          { row, value in middle[row &* Horizontal.taps &+ column] = value })
      }
      for row in 0..<Vertical.frequencies {
        Horizontal.Filter.apply(
          { (column: Int) -> Tier.Vector in middle[row &* Horizontal.taps &+ column] },
          { column, value in
            let frequency = row &* Horizontal.frequencies &+ column
            Tier.store(value, target + frequency &* stride)
          })
      }
    }
  }
}
