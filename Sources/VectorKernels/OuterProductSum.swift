/// The sum over positions of outer products: six neighbouring elements of each gathered position
/// times a row of 8 or 16 columns, added to the target.
///
/// This is a tile of a filter's gradient: position `p` reads six elements at
/// `source + sourceOffsets[p]`, and row `p` of the panel is the gradient of its outputs.
@usableFromInline
package struct OuterProductSum<T: VectorScalar> {
  /// The memory that positions are gathered from.
  @usableFromInline package var source: UnsafePointer<T>
  /// Where each position's elements start.
  @usableFromInline package var sourceOffsets: UnsafePointer<Int>
  /// The number of positions that are summed.
  @usableFromInline package var positions: Int
  /// Tiles of six elements side by side; the last one may start early, so that it ends at `rows`.
  @usableFromInline package var rows: Int
  /// `positions` rows of 16 readable elements, or of 8 if there are at most 8 columns.
  @usableFromInline package var panel: UnsafePointer<T>
  /// Elements from one row of the panel to the next.
  @usableFromInline package var panelStride: Int
  /// The memory that the sum's rows are written or added to.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// Elements from one row of the target to the next.
  @usableFromInline package var targetStride: Int
  /// Columns of the target, 1 to 16.
  @usableFromInline package var columns: Int
  /// Whether the sum is added to the target.
  @usableFromInline package var accumulates: Bool

  /// `rows` must be at least 6, or the elements after each position's must be readable.
  @inlinable
  package init(
    source: UnsafePointer<T>, sourceOffsets: UnsafePointer<Int>, positions: Int, rows: Int,
    panel: UnsafePointer<T>, panelStride: Int, target: UnsafeMutablePointer<T>, targetStride: Int,
    columns: Int, accumulates: Bool
  ) {
    (self.source, self.sourceOffsets, self.positions) = (source, sourceOffsets, positions)
    (self.rows, self.panel, self.columns) = (rows, panel, columns)
    (self.target, self.targetStride) = (target, targetStride)
    (self.panelStride, self.accumulates) = (panelStride, accumulates)
  }

}

extension OuterProductSum where T: VectorMemory {
  @inline(__always)
  func run() {
    var row = 0
    while row < rows {
      let first = max(0, min(row, rows &- 6))
      if columns > 8 { sixteenColumns(first, from: row) } else { eightColumns(first, from: row) }
      row &+= 6
    }
  }

  @inline(__always)
  private func sixteenColumns(_ first: Int, from row: Int) {
    var (c00, c10, c20) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c30, c40, c50) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c01, c11, c21) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c31, c41, c51) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    let a = source + first
    var b = panel
    for position in 0..<positions {
      let from = a + sourceOffsets[position]
      let (b0, b1) = (T.load(b), T.load(b + 8))
      let x0 = Vector(repeating: from[0])
      (c00, c01) = (c00.addingProduct(x0, b0), c01.addingProduct(x0, b1))
      let x1 = Vector(repeating: from[1])
      (c10, c11) = (c10.addingProduct(x1, b0), c11.addingProduct(x1, b1))
      let x2 = Vector(repeating: from[2])
      (c20, c21) = (c20.addingProduct(x2, b0), c21.addingProduct(x2, b1))
      let x3 = Vector(repeating: from[3])
      (c30, c31) = (c30.addingProduct(x3, b0), c31.addingProduct(x3, b1))
      let x4 = Vector(repeating: from[4])
      (c40, c41) = (c40.addingProduct(x4, b0), c41.addingProduct(x4, b1))
      let x5 = Vector(repeating: from[5])
      (c50, c51) = (c50.addingProduct(x5, b0), c51.addingProduct(x5, b1))
      b += panelStride
    }
    put(first, from: row, c00, c01)
    put(first &+ 1, from: row, c10, c11)
    put(first &+ 2, from: row, c20, c21)
    put(first &+ 3, from: row, c30, c31)
    put(first &+ 4, from: row, c40, c41)
    put(first &+ 5, from: row, c50, c51)
  }

  /// Writes a row, unless an earlier tile had it or it is past the end.
  @inline(__always)
  private func put(_ index: Int, from row: Int, _ low: Vector<T>, _ high: Vector<T>) {
    guard index >= row, index < rows else { return }
    let to = target + index &* targetStride
    T.store(low, to, columns: 8, adding: accumulates)
    T.store(high, to + 8, columns: columns &- 8, adding: accumulates)
  }

  @inline(__always)
  private func eightColumns(_ first: Int, from row: Int) {
    var (c0, c1, c2) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c3, c4, c5) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    let a = source + first
    var b = panel
    for position in 0..<positions {
      let from = a + sourceOffsets[position]
      let value = T.load(b)
      c0 = c0.addingProduct(Vector(repeating: from[0]), value)
      c1 = c1.addingProduct(Vector(repeating: from[1]), value)
      c2 = c2.addingProduct(Vector(repeating: from[2]), value)
      c3 = c3.addingProduct(Vector(repeating: from[3]), value)
      c4 = c4.addingProduct(Vector(repeating: from[4]), value)
      c5 = c5.addingProduct(Vector(repeating: from[5]), value)
      b += panelStride
    }
    put(first, from: row, c0)
    put(first &+ 1, from: row, c1)
    put(first &+ 2, from: row, c2)
    put(first &+ 3, from: row, c3)
    put(first &+ 4, from: row, c4)
    put(first &+ 5, from: row, c5)
  }

  @inline(__always)
  private func put(_ index: Int, from row: Int, _ value: Vector<T>) {
    guard index >= row, index < rows else { return }
    T.store(value, target + index &* targetStride, columns: columns, adding: accumulates)
  }
}

extension Float {
  /// Sums the outer products of gathered rows with rows of a panel.
  @inline(never)
  @usableFromInline package static func run(_ product: OuterProductSum<Float>) { product.run() }
}

extension Double {
  /// Sums the outer products of gathered rows with rows of a panel.
  @inline(never)
  @usableFromInline package static func run(_ product: OuterProductSum<Double>) { product.run() }
}
