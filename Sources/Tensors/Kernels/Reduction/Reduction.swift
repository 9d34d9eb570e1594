/// How elements are combined along the reduced axes.
enum ReductionOperation: String {
  case sum, maximum, minimum
}

/// Reductions over axes, in an order fixed by the shape alone.
///
/// Sums add at most eight numbers in the element type and go on in double precision, so that a
/// float32 mean over a million elements stays exact to rounding. Where a part of a sum is out of range
/// and the whole need not be, it is taken again as `MomentKernel` takes it.
enum ReductionKernel {
  private static let block = 1 << 8

  /// A sum is divided by `divisor` before it is rounded.
  static func run(
    _ operation: ReductionOperation, _ x: Tensor, axes: [Int]?, keepingAxes: Bool,
    divisor: Double = 1
  ) -> Tensor {
    let axes = x.shape.normalized(axes: axes, for: operation.rawValue)
    let shape = x.shape.reduced(axes: axes, keepingAxes: keepingAxes)
    if x.isShapeOnly { return Tensor(shapeOnly: shape, dtype: x.dtype) }
    precondition(
      operation == .sum || x.count > 0 || shape.count == 0,
      "\(operation.rawValue): shape \(x.shape) has no element to choose along axes \(axes)")
    let layout = ReductionLayout(x, axes: axes)
    return switch x.dtype {
    case .float32: run(operation, layout, shape, divisor, Float.self)
    case .float64: run(operation, layout, shape, divisor, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ operation: ReductionOperation, _ layout: ReductionLayout, _ shape: Shape,
    _ divisor: Double, _: T.Type
  ) -> Tensor {
    let (x, outer, inner) = (layout.operand, layout.outer, layout.inner)
    let byColumn = layout.isByColumn
    let result = Tensor(uninitialized: shape, x.dtype)
    let source = x.pointer(T.self)
    let target = result.mutablePointer(T.self)
    switch operation {
    case .sum:
      if byColumn {
        sumColumns(source, target, rows: inner, columns: outer, divisor)
      } else {
        sumRows(source, target, rows: outer, length: inner, divisor)
      }
    case .maximum, .minimum:
      ExtremeKernel.run(
        source, target, count: outer, length: inner, byColumn: byColumn,
        isGreatest: operation == .maximum)
    }
    withExtendedLifetime(x.storage) {}
    return result
  }

  private static func sumRows<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, rows: Int, length: Int,
    _ divisor: Double
  ) {
    if rows == 1 {
      let blocks = (length + block - 1) / block
      var partial = [Double](repeating: 0, count: blocks)
      partial.withUnsafeMutableBufferPointer { partial in
        guard let sums = partial.baseAddress else { return }
        Parallel.forEachRange(blocks, length: 8) { range in
          for index in range {
            let start = index * block
            sums[index] = sumBlock(x + start, min(block, length - start))
          }
        }
      }
      y[0] = rounded(partial.reduce(0, +), divisor, x, count: length, stride: 1)
      return
    }
    Parallel.forEachRange(rows, length: max(1, (1 << 15) / max(1, length))) { range in
      for row in range {
        var (total, start) = (0.0, 0)
        while start < length {
          total += sumBlock(x + row * length + start, min(block, length - start))
          start += block
        }
        y[row] = rounded(total, divisor, x + row * length, count: length, stride: 1)
      }
    }
  }

  /// A total over `divisor`, unless it is out of range: then that of the terms is taken again.
  @inline(__always)
  private static func rounded<T: KernelScalar>(
    _ total: Double, _ divisor: Double, _ x: UnsafePointer<T>, count: Int, stride: Int
  ) -> T {
    let result = T(total / divisor)
    return result.isFinite || count == 0
      ? result : MomentKernel.mean(x, count: count, stride: stride, divisor: divisor)
  }

  private static func sumBlock<T: KernelScalar>(_ x: UnsafePointer<T>, _ count: Int) -> Double {
    var (total, index) = (0.0, 0)
    while index + 64 <= count {
      var lanes = SIMD8<T>()
      for _ in 0..<8 {
        lanes += UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<T>.self)
        index += 8
      }
      total += sum(lanes)
    }
    while index < count {
      total += Double(x[index])
      index += 1
    }
    return total
  }

  @inline(__always)
  private static func sum<T: KernelScalar>(_ lanes: SIMD8<T>) -> Double {
    var total = 0.0
    for lane in 0..<8 { total += Double(lanes[lane]) }
    return total
  }

  private static func sumColumns<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, rows: Int, columns: Int,
    _ divisor: Double
  ) {
    // Blocks of rows are summed in T, blocks are combined in double, in the order of the rows.
    let height = max(16, min(256, (1 << 16) / max(1, columns)))
    let blocks = (rows + height - 1) / height
    let partial = UnsafeMutablePointer<T>.allocate(capacity: max(1, blocks * columns))
    defer { partial.deallocate() }
    Parallel.forEach(blocks) { index in
      let sum = partial + index * columns
      sum.update(repeating: 0, count: columns)
      for row in index * height..<min(rows, (index + 1) * height) {
        let source = x + row * columns
        for column in 0..<columns { sum[column] += source[column] }
      }
    }
    for column in 0..<columns {
      var total = 0.0
      for index in 0..<blocks { total += Double(partial[index * columns + column]) }
      y[column] = rounded(total, divisor, x + column, count: rows, stride: columns)
    }
  }
}
