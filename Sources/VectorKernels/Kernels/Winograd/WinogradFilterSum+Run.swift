import GradusVectorKernels

extension WinogradFilterSum {
  @inline(__always)
  func run<Tier: VectorTier>(_: Tier.Type) where Tier.Scalar == T {
    var (left, right, to) = (inputs, gradients, target)
    for _ in 0..<frequencies {
      var column = columns.lowerBound
      while column < columns.upperBound {
        let gradients = right + place(Tier.self, column)
        var row = rows.lowerBound
        while row < rows.upperBound {
          registerTile(
            Tier.self, left + place(Tier.self, row), gradients, to + (row &* targetRow &+ column))
          row &+= Tier.outerRows
        }
        column &+= Tier.columns
      }
      left += inputStride
      right += gradientStride
      to += targetStride
    }
  }

  /// Where a channel of the first tile lies.
  @inline(__always)
  private func place<Tier: VectorTier>(_: Tier.Type, _ channel: Int) -> Int {
    let (block, lane) = channel.quotientAndRemainder(dividingBy: Tier.line)
    return block &* pitch &* Tier.line &+ lane
  }

  /// `outerRows` inputs by `columns` outputs, summed in registers.
  @inline(__always)
  private func registerTile<Tier: VectorTier>(
    _: Tier.Type, _ left: UnsafePointer<T>, _ right: UnsafePointer<T>,
    _ target: UnsafeMutablePointer<T>
  ) where Tier.Scalar == T {
    withUnsafeTemporaryAllocation(of: Tier.Vector.self, capacity: Tier.outerRows &* Tier.vectors) {
      let sums = $0.baseAddress.unsafelyUnwrapped
      unrolled(Tier.outerRows &* Tier.vectors) { sums[$0] = .zero }
      var (a, b) = (left, right)
      for _ in 0..<tiles {
        unrolled(Tier.outerRows) { row in
          let x = Tier.Vector(repeating: a[row])
          for vector in 0..<Tier.vectors {
            let index = row &* Tier.vectors &+ vector
            sums[index] = sums[index].addingProduct(
              x, Tier.load(b + place(Tier.self, vector &* Tier.lanes)))
          }
        }
        a += Tier.line
        b += Tier.line
      }
      unrolled(Tier.outerRows) { row in
        for vector in 0..<Tier.vectors {
          let target = target + (row &* targetRow &+ vector &* Tier.lanes)
          let sum = sums[row &* Tier.vectors &+ vector]
          Tier.store(accumulates ? Tier.load(target) + sum : sum, target)
        }
      }
    }
  }
}
