/// The product of gathered rows with one panel of a matrix, six rows at a time.
///
/// Row `p` of the left operand is never laid out: it is `segmentCount` runs of `depth` elements, run
/// `s` at `source + sourceOffsets[p] + segments[s]`. For a convolution a run is what one filter row
/// sees, for a plain product it is the whole row. Twelve accumulators of eight elements stay in
/// registers; each sum starts at zero, so that long sums are added up block by block.
@usableFromInline
package struct GatheredProduct<T: VectorScalar> {
  /// The memory that rows are gathered from.
  @usableFromInline package var source: UnsafePointer<T>
  /// Where each row starts.
  @usableFromInline package var sourceOffsets: UnsafePointer<Int>
  /// Where each run of a row starts, from the row's start.
  @usableFromInline package var segments: UnsafePointer<Int>
  /// Runs of each row.
  @usableFromInline package var segmentCount: Int
  /// Elements of each run.
  @usableFromInline package var depth: Int
  /// `segmentCount * depth` rows of 16 readable elements, or of 8 if there are at most 8 columns.
  @usableFromInline package var panel: UnsafePointer<T>
  /// Elements from one row of the panel to the next.
  @usableFromInline package var panelStride: Int
  /// The memory that the result's rows are written to.
  @usableFromInline package var target: UnsafeMutablePointer<T>
  /// Where each row of the result goes.
  @usableFromInline package var targetOffsets: UnsafePointer<Int>
  /// Rows of the result.
  @usableFromInline package var rows: Int
  /// Columns of the result, 1 to 16.
  @usableFromInline package var columns: Int
  /// Whether the product is added to the target.
  @usableFromInline package var accumulates: Bool

  /// Makes a product; all memory has to stay valid until it has run.
  @inlinable
  package init(
    source: UnsafePointer<T>, sourceOffsets: UnsafePointer<Int>, segments: UnsafePointer<Int>,
    segmentCount: Int, depth: Int, panel: UnsafePointer<T>, panelStride: Int,
    target: UnsafeMutablePointer<T>, targetOffsets: UnsafePointer<Int>, rows: Int, columns: Int,
    accumulates: Bool
  ) {
    (self.source, self.sourceOffsets) = (source, sourceOffsets)
    (self.segments, self.segmentCount, self.depth) = (segments, segmentCount, depth)
    (self.panel, self.panelStride) = (panel, panelStride)
    (self.target, self.targetOffsets) = (target, targetOffsets)
    (self.rows, self.columns, self.accumulates) = (rows, columns, accumulates)
  }

}

extension GatheredProduct where T: VectorMemory {
  @inline(__always)
  func run() {
    var row = 0
    while row < rows {
      if columns > 8 { sixteenColumns(row) } else { eightColumns(row) }
      row &+= 6
    }
  }

  /// The start of row `first + index`, or of the last row when there are fewer.
  @inline(__always)
  private func start(_ first: Int, _ index: Int) -> UnsafePointer<T> {
    source + sourceOffsets[min(first &+ index, rows &- 1)]
  }

  @inline(__always)
  private func sixteenColumns(_ row: Int) {
    var (c00, c10, c20) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c30, c40, c50) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c01, c11, c21) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c31, c41, c51) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    let (s0, s1, s2) = (start(row, 0), start(row, 1), start(row, 2))
    let (s3, s4, s5) = (start(row, 3), start(row, 4), start(row, 5))
    var b = panel
    for segment in 0..<segmentCount {
      let offset = segments[segment]
      let (a0, a1, a2) = (s0 + offset, s1 + offset, s2 + offset)
      let (a3, a4, a5) = (s3 + offset, s4 + offset, s5 + offset)
      var k = 0
      while k < depth {
        let (b0, b1) = (T.load(b), T.load(b + 8))
        let x0 = Vector(repeating: a0[k])
        (c00, c01) = (c00.addingProduct(x0, b0), c01.addingProduct(x0, b1))
        let x1 = Vector(repeating: a1[k])
        (c10, c11) = (c10.addingProduct(x1, b0), c11.addingProduct(x1, b1))
        let x2 = Vector(repeating: a2[k])
        (c20, c21) = (c20.addingProduct(x2, b0), c21.addingProduct(x2, b1))
        let x3 = Vector(repeating: a3[k])
        (c30, c31) = (c30.addingProduct(x3, b0), c31.addingProduct(x3, b1))
        let x4 = Vector(repeating: a4[k])
        (c40, c41) = (c40.addingProduct(x4, b0), c41.addingProduct(x4, b1))
        let x5 = Vector(repeating: a5[k])
        (c50, c51) = (c50.addingProduct(x5, b0), c51.addingProduct(x5, b1))
        b += panelStride
        k &+= 1
      }
    }
    put(row, 0, c00, c01)
    put(row, 1, c10, c11)
    put(row, 2, c20, c21)
    put(row, 3, c30, c31)
    put(row, 4, c40, c41)
    put(row, 5, c50, c51)
  }

  @inline(__always)
  private func put(_ first: Int, _ index: Int, _ low: Vector<T>, _ high: Vector<T>) {
    let row = first &+ index
    guard row < rows else { return }
    let to = target + targetOffsets[row]
    T.store(low, to, columns: 8, adding: accumulates)
    T.store(high, to + 8, columns: columns &- 8, adding: accumulates)
  }

  @inline(__always)
  private func eightColumns(_ row: Int) {
    var (c0, c1, c2) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    var (c3, c4, c5) = (Vector<T>.zero, Vector<T>.zero, Vector<T>.zero)
    let (s0, s1, s2) = (start(row, 0), start(row, 1), start(row, 2))
    let (s3, s4, s5) = (start(row, 3), start(row, 4), start(row, 5))
    var b = panel
    for segment in 0..<segmentCount {
      let offset = segments[segment]
      let (a0, a1, a2) = (s0 + offset, s1 + offset, s2 + offset)
      let (a3, a4, a5) = (s3 + offset, s4 + offset, s5 + offset)
      var k = 0
      while k < depth {
        let value = T.load(b)
        c0 = c0.addingProduct(Vector(repeating: a0[k]), value)
        c1 = c1.addingProduct(Vector(repeating: a1[k]), value)
        c2 = c2.addingProduct(Vector(repeating: a2[k]), value)
        c3 = c3.addingProduct(Vector(repeating: a3[k]), value)
        c4 = c4.addingProduct(Vector(repeating: a4[k]), value)
        c5 = c5.addingProduct(Vector(repeating: a5[k]), value)
        b += panelStride
        k &+= 1
      }
    }
    put(row, 0, c0)
    put(row, 1, c1)
    put(row, 2, c2)
    put(row, 3, c3)
    put(row, 4, c4)
    put(row, 5, c5)
  }

  @inline(__always)
  private func put(_ first: Int, _ index: Int, _ value: Vector<T>) {
    let row = first &+ index
    guard row < rows else { return }
    T.store(value, target + targetOffsets[row], columns: columns, adding: accumulates)
  }
}

extension Float {
  /// Multiplies gathered rows with one panel of a matrix.
  @inline(never)
  @usableFromInline package static func run(_ product: GatheredProduct<Float>) { product.run() }
}

extension Double {
  /// Multiplies gathered rows with one panel of a matrix.
  @inline(never)
  @usableFromInline package static func run(_ product: GatheredProduct<Double>) { product.run() }
}
