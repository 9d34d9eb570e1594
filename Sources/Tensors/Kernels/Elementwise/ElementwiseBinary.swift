/// Elementwise functions of two tensors; comparisons give 1 for true and 0 for false.
enum BinaryOperation: String {
  case add, subtract, multiply, divide, power, maximum, minimum
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// The first operand where the second is positive, else 0: ReLU's derivative rule.
  case keepWherePositive
}

enum BinaryKernel {
  private static let chunk = 1 << 15

  static func run(_ operation: BinaryOperation, _ a: Tensor, _ b: Tensor) -> Tensor {
    Tensor.require(
      a.dtype == b.dtype,
      "\(operation.rawValue): element types differ, \(a.dtype) and \(b.dtype); convert one")
    let common = a.shape.broadcast(with: b.shape)
    Tensor.require(
      common != nil,
      "\(operation.rawValue): shapes \(a.shape) and \(b.shape) do not broadcast; "
        + "axes are matched from the last and must be equal or 1")
    let shape = common ?? a.shape
    if a.isShapeOnly || b.isShapeOnly { return Tensor(shapeOnly: shape, dtype: a.dtype) }
    return switch a.dtype {
    case .float32: run(operation, a, b, shape, Float.self)
    case .float64: run(operation, a, b, shape, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ operation: BinaryOperation, _ a: Tensor, _ b: Tensor, _ shape: Shape, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, a.dtype)
    let (pa, pb) = (a.pointer(T.self), b.pointer(T.self))
    let target = result.mutablePointer(T.self)
    if a.shape == b.shape {
      Parallel.forEachRange(shape.count, length: chunk) { range in
        let start = range.lowerBound
        apply(operation, pa + start, 1, pb + start, 1, target + start, range.count)
      }
    } else {
      let walk = BroadcastWalk(a.shape, b.shape, shape)
      Parallel.forEachRange(walk.rows, length: max(1, chunk / max(1, walk.rowLength))) { rows in
        walk.forEachRow(rows) { row, offsetA, offsetB in
          apply(
            operation, pa + offsetA, walk.innerA, pb + offsetB, walk.innerB,
            target + row * walk.rowLength, walk.rowLength)
        }
      }
    }
    withExtendedLifetime((a.storage, b.storage)) {}
    return result
  }

  /// Strides are 0 or 1; each combination gets a loop of its own so that it vectorises.
  @inline(__always)
  private static func loop<T: KernelScalar>(
    _ a: UnsafePointer<T>, _ strideA: Int, _ b: UnsafePointer<T>, _ strideB: Int,
    _ y: UnsafeMutablePointer<T>, _ count: Int, _ body: (T, T) -> T
  ) {
    if strideA == 1, strideB == 1 {
      for index in 0..<count { y[index] = body(a[index], b[index]) }
    } else if strideA == 1 {
      let value = b[0]
      for index in 0..<count { y[index] = body(a[index], value) }
    } else if strideB == 1 {
      let value = a[0]
      for index in 0..<count { y[index] = body(value, b[index]) }
    } else {
      let value = body(a[0], b[0])
      for index in 0..<count { y[index] = value }
    }
  }

  private static func apply<T: KernelScalar>(
    _ operation: BinaryOperation, _ a: UnsafePointer<T>, _ sa: Int, _ b: UnsafePointer<T>,
    _ sb: Int, _ y: UnsafeMutablePointer<T>, _ n: Int
  ) {
    switch operation {
    case .add: loop(a, sa, b, sb, y, n) { $0 + $1 }
    case .subtract: loop(a, sa, b, sb, y, n) { $0 - $1 }
    case .multiply: loop(a, sa, b, sb, y, n) { $0 * $1 }
    case .divide: loop(a, sa, b, sb, y, n) { $0 / $1 }
    case .power: loop(a, sa, b, sb, y, n) { T.pow($0, $1) }
    // A NaN on either side is the result: x + y is NaN then.
    case .maximum: loop(a, sa, b, sb, y, n) { $0 >= $1 ? $0 : ($0 < $1 ? $1 : $0 + $1) }
    case .minimum: loop(a, sa, b, sb, y, n) { $0 <= $1 ? $0 : ($0 > $1 ? $1 : $0 + $1) }
    case .equal: loop(a, sa, b, sb, y, n) { $0 == $1 ? 1 : 0 }
    case .notEqual: loop(a, sa, b, sb, y, n) { $0 != $1 ? 1 : 0 }
    case .less: loop(a, sa, b, sb, y, n) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: loop(a, sa, b, sb, y, n) { $0 <= $1 ? 1 : 0 }
    case .greater: loop(a, sa, b, sb, y, n) { $0 > $1 ? 1 : 0 }
    case .greaterOrEqual: loop(a, sa, b, sb, y, n) { $0 >= $1 ? 1 : 0 }
    case .keepWherePositive: loop(a, sa, b, sb, y, n) { $1 > 0 ? $0 : 0 }
    }
  }

  /// Adds `b` to `a` in place; both have the same shape and `a` is held by nobody else.
  static func addInPlace(_ a: Tensor, _ b: Tensor) {
    switch a.dtype {
    case .float32: addInPlace(a, b, Float.self)
    case .float64: addInPlace(a, b, Double.self)
    }
  }

  private static func addInPlace<T: KernelScalar>(_ a: Tensor, _ b: Tensor, _: T.Type) {
    let target = a.mutablePointer(T.self)
    let source = b.pointer(T.self)
    Parallel.forEachRange(a.count, length: chunk) { range in
      for index in range { target[index] += source[index] }
    }
    withExtendedLifetime((a.storage, b.storage)) {}
  }
}
