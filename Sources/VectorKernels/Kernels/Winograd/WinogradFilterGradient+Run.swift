import GradusVectorKernels

extension WinogradFilterGradient {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type, rows: Range<Int>, columns: Range<Int>)
  where Tier.Scalar == T {
    switch tile {
    case .twoByTwo: run(Tier.self, TwoOutputs.self, TwoOutputs.self, rows, columns)
    case .twoByFour: run(Tier.self, TwoOutputs.self, FourOutputs.self, rows, columns)
    case .fourByFour: run(Tier.self, FourOutputs.self, FourOutputs.self, rows, columns)
    case .twoByTwoOfFive:
      run(Tier.self, TwoOutputsOfFive.self, TwoOutputsOfFive.self, rows, columns)
    }
  }

  @inline(__always)
  private func run<Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis>(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ rows: Range<Int>, _ columns: Range<Int>
  ) where Tier.Scalar == T {
    for input in rows {
      var output = columns.lowerBound
      while output < columns.upperBound {
        map(
          Tier.self, Vertical.self, Horizontal.self, sums + (input &* row &+ output),
          target + (input &* outputs &+ output), lanes: columns.upperBound &- output)
        output &+= Tier.lanes
      }
    }
  }

  @inline(__always)
  private func map<Tier: VectorTier, Vertical: WinogradAxis, Horizontal: WinogradAxis>(
    _: Tier.Type, _: Vertical.Type, _: Horizontal.Type, _ source: UnsafePointer<T>,
    _ target: UnsafeMutablePointer<T>, lanes: Int
  ) where Tier.Scalar == T {
    let tap = inputs &* outputs
    StackVectors<Tier.Vector>.with(Horizontal.taps &* Vertical.frequencies) { middle in
      for row in 0..<Vertical.frequencies {
        Horizontal.FilterGradient.apply(
          { (column: Int) -> Tier.Vector in
            let frequency = row &* Horizontal.frequencies &+ column
            var from = source + frequency &* frequencyStride
            var sum = Tier.load(from)
            for _ in 1..<slices {
              from += sliceStride
              sum += Tier.load(from)
            }
            return sum
          },
          { column, value in middle[row &* Horizontal.taps &+ column] = value })
      }
      for column in 0..<Horizontal.taps {
        Vertical.FilterGradient.apply(
          { (row: Int) -> Tier.Vector in middle[row &* Horizontal.taps &+ column] },
          { row, value in
            Tier.store(value, target + ((row &* Horizontal.taps &+ column) &* tap), first: lanes)
          })
      }
    }
  }
}
