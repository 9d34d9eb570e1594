/// The sum over tiles of the outer products of transformed inputs and transformed gradients, for all
/// frequencies: the gradient of a transformed filter, `[frequency][input][output]`.
@usableFromInline
package struct WinogradFilterSum<T: VectorScalar> {
  /// Transformed inputs and gradients, laid out by `WinogradPatches`.
  package let inputs: UnsafePointer<T>, gradients: UnsafePointer<T>
  /// Elements from frequency to frequency of both, and tiles of each channel block.
  package let inputStride: Int, gradientStride: Int, pitch: Int
  /// The number of tiles.
  package let tiles: Int
  package let frequencies: Int
  /// Where sums go: elements from frequency to frequency and from input to input.
  package let target: UnsafeMutablePointer<T>
  package let targetStride: Int, targetRow: Int
  /// Which inputs and outputs are summed: from whole register tiles on.
  package let rows: Range<Int>, columns: Range<Int>
  /// Whether sums are added to the target.
  package let accumulates: Bool

  package init(
    inputs: UnsafePointer<T>, inputStride: Int, gradients: UnsafePointer<T>, gradientStride: Int,
    pitch: Int, tiles: Int, frequencies: Int, target: UnsafeMutablePointer<T>, targetStride: Int,
    targetRow: Int, rows: Range<Int>, columns: Range<Int>, accumulates: Bool
  ) {
    (self.inputs, self.inputStride) = (inputs, inputStride)
    (self.gradients, self.gradientStride) = (gradients, gradientStride)
    (self.pitch, self.tiles, self.frequencies) = (pitch, tiles, frequencies)
    (self.target, self.targetStride, self.targetRow) = (target, targetStride, targetRow)
    (self.rows, self.columns, self.accumulates) = (rows, columns, accumulates)
  }
}

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
      for index in 0..<Tier.outerRows &* Tier.vectors { sums[index] = .zero }
      var (a, b) = (left, right)
      for _ in 0..<tiles {
        for row in 0..<Tier.outerRows {
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
      for row in 0..<Tier.outerRows {
        for vector in 0..<Tier.vectors {
          let target = target + (row &* targetRow &+ vector &* Tier.lanes)
          let sum = sums[row &* Tier.vectors &+ vector]
          Tier.store(accumulates ? Tier.load(target) + sum : sum, target)
        }
      }
    }
  }
}
