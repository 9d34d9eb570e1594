import GradusVectorKernels

/// The greatest or least elements of rows or columns; NaN where there is one.
///
/// Long rows and columns are cut into pieces fixed by the shape, whose results are chosen from again.
enum ExtremeKernel {
  /// Elements per piece.
  private static let piece = 1 << 15

  /// Chooses from `length` elements each, at least one, for `count` results.
  static func run<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, count: Int, length: Int, byColumn: Bool,
    isGreatest: Bool
  ) {
    if count == 0 { return }
    if byColumn {
      columns(x, y, count, length, isGreatest)
    } else if count == 1 {
      // A single row is a column of pieces.
      let pieces = max(1, length / piece)
      let width = length / pieces
      rows(x, y, 1, length - (pieces - 1) * width, isGreatest)
      if pieces == 1 { return }
      withUnsafeTemporaryAllocation(of: T.self, capacity: pieces) { partial in
        let partial = partial.baseAddress.unsafelyUnwrapped
        partial[0] = y[0]
        rows(x + (length - (pieces - 1) * width), partial + 1, pieces - 1, width, isGreatest)
        rows(partial, y, 1, pieces, isGreatest)
      }
    } else {
      rows(x, y, count, length, isGreatest)
    }
  }

  private static func rows<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int, _ length: Int,
    _ isGreatest: Bool
  ) {
    Parallel.forEachRange(count, length: piece / max(1, length)) { range in
      choose(
        x + range.lowerBound * length, y + range.lowerBound, range.count, length, nil, isGreatest)
    }
  }

  private static func columns<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int, _ length: Int,
    _ isGreatest: Bool
  ) {
    let height = max(16, piece / count)
    let pieces = (length + height - 1) / height
    if pieces == 1 { return choose(x, y, count, length, count, isGreatest) }
    let partial = UnsafeMutablePointer<T>.allocate(capacity: pieces * count)
    defer { partial.deallocate() }
    Parallel.forEach(pieces) { index in
      let first = index * height
      choose(
        x + first * count, partial + index * count, count, min(height, length - first), count,
        isGreatest)
    }
    choose(partial, y, count, pieces, count, isGreatest)
  }

  /// Chooses from rows that follow one another, or from columns, on the calling thread.
  @inline(__always)
  static func choose<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int, _ length: Int,
    _ columnStride: Int?, _ isGreatest: Bool
  ) {
    if let kernels = T.vectorKernels {
      return kernels.extreme(
        ExtremeRun(
          source: x, target: y, count: count, length: length, columnStride: columnStride,
          isGreatest: isGreatest))
    }
    let (outer, inner) = columnStride.map { (1, $0) } ?? (length, 1)
    for row in 0..<count {
      var best = x[row * outer]
      for index in 1..<max(1, length) {
        let next = x[row * outer + index * inner]
        let isKept = isGreatest ? best >= next : best <= next
        if !(isKept || best.isNaN) { best = next }
      }
      y[row] = best
    }
  }
}
