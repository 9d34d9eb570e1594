import GradusVectorKernels

/// Sums of rows, or of columns, of a matrix, each over a divisor.
///
/// Sums add at most about twenty numbers in the element type and go on in double precision, so that a
/// float32 mean over a million elements stays exact to rounding. Where a part of a sum is out of range
/// and the whole need not be, it is taken again as `MomentKernel` takes it.
struct SumKernel<T: KernelScalar> {
  let source: UnsafePointer<T>, target: UnsafeMutablePointer<T>
  let rows: Int, columns: Int
  /// A sum is divided by it before it is rounded.
  let divisor: Double

  /// Elements per piece of work, and rows of which columns are summed in the element type.
  private static var piece: Int { 1 << 15 }
  private static var height: Int { 64 }

  /// The sum of each row.
  func sumRows() {
    if rows == 1 { return sumRow() }
    Parallel.forEachRange(rows, length: Self.piece / max(1, columns)) { range in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count) { sums in
        let sums = sums.baseAddress.unsafelyUnwrapped
        RowKernel.sum(
          RowSum(
            .element, source + range.lowerBound * columns, rows: range.count, length: columns,
            to: sums))
        for row in range {
          target[row] = rounded(
            sums[row - range.lowerBound], source + row * columns, count: columns, stride: 1)
        }
      }
    }
  }

  private func sumRow() {
    let pieces = max(1, (columns + Self.piece - 1) / Self.piece)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: pieces) { partial in
      let sums = partial.baseAddress.unsafelyUnwrapped
      Parallel.forEach(pieces) { index in
        let start = index * Self.piece
        sums[index] = RowKernel.sum(.element, source + start, min(Self.piece, columns - start))
      }
      target[0] = rounded(partial.reduce(0, +), source, count: columns, stride: 1)
    }
  }

  /// The sum of each column. Rows of few columns are taken several at a time, as one wide row.
  func sumColumns() {
    let folds = max(1, min(rows, 256 / max(1, columns)))
    let (width, wideRows) = (folds * columns, rows / folds)
    let blocks = (wideRows + Self.height - 1) / Self.height
    let strip = min(width, Self.piece / 4)
    let strips = width == 0 ? 0 : (width + strip - 1) / strip
    let partial = UnsafeMutablePointer<T>.allocate(capacity: max(1, blocks * width))
    defer { partial.deallocate() }
    Parallel.forEach(blocks * strips) { index in
      let (block, start) = (index / strips, index % strips * strip)
      let first = block * Self.height
      Self.add(
        ColumnSum(
          source: source + first * width + start, stride: width,
          rows: min(Self.height, wideRows - first), columns: min(strip, width - start),
          target: partial + block * width + start))
    }
    let rest = source + wideRows * width
    let parts = [(UnsafePointer(partial), blocks * folds), (rest, rows % folds)]
    Parallel.forEachRange(columns, length: Self.piece / 4) { range in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: range.count) { totals in
        totals.update(repeating: 0)
        for (part, count) in parts {
          for row in 0..<count {
            let x = part + row * columns + range.lowerBound
            for column in 0..<range.count { totals[column] += Double(x[column]) }
          }
        }
        for column in range {
          target[column] = rounded(
            totals[column - range.lowerBound], source + column, count: rows, stride: columns)
        }
      }
    }
  }

  private static func add(_ run: ColumnSum<T>) {
    if let kernels = T.vectorKernels { return kernels.columnSum(run) }
    run.target.update(repeating: 0, count: run.columns)
    for row in 0..<run.rows {
      let x = run.source + row * run.stride
      for column in 0..<run.columns { run.target[column] += x[column] }
    }
  }

  /// A total over the divisor, unless it is out of range: then that of the terms is taken again.
  @inline(__always)
  private func rounded(_ total: Double, _ x: UnsafePointer<T>, count: Int, stride: Int) -> T {
    let result = T(total / divisor)
    return result.isFinite || count == 0
      ? result : MomentKernel.mean(x, count: count, stride: stride, divisor: divisor)
  }
}
