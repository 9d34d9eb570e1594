/// How elements are combined along the reduced axes.
enum ReductionOperation: String {
  case sum, maximum, minimum
}

/// Reductions over axes, in an order fixed by the shape alone.
enum ReductionKernel {
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
    // Each result is an element.
    if layout.inner == 1, divisor == 1 { return x.reshaped(to: shape) }
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
    let result = Tensor(uninitialized: shape, x.dtype)
    let source = x.pointer(T.self)
    let target = result.mutablePointer(T.self)
    switch operation {
    case .sum where layout.isByColumn:
      SumKernel(source: source, target: target, rows: inner, columns: outer, divisor: divisor)
        .sumColumns()
    case .sum:
      SumKernel(source: source, target: target, rows: outer, columns: inner, divisor: divisor)
        .sumRows()
    case .maximum, .minimum:
      ExtremeKernel.run(
        source, target, count: outer, length: inner, byColumn: layout.isByColumn,
        isGreatest: operation == .maximum)
    }
    withExtendedLifetime(x.storage) {}
    return result
  }
}
