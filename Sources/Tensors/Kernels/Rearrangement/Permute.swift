/// Copies with a change of axis order.
enum PermuteKernel {
  static func run(_ x: Tensor, _ order: [Int]) -> Tensor {
    let shape = Shape(order.map { x.shape[$0] })
    if x.isShapeOnly { return Tensor(shapeOnly: shape, dtype: x.dtype) }
    // Axes of length 1 move for free; if nothing else moves, nothing is copied.
    let moving = order.filter { x.shape.dimensions[$0] != 1 }
    if moving == moving.sorted() { return x.reshaped(to: shape) }
    return switch x.dtype {
    case .float32: run(x, order, shape, Float.self)
    case .float64: run(x, order, shape, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ x: Tensor, _ order: [Int], _ shape: Shape, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, x.dtype)
    guard shape.count > 0 else { return result }
    let source = x.pointer(T.self)
    let target = result.mutablePointer(T.self)
    let strides = order.map { x.shape.strides[$0] }
    let inner = shape.dimensions.last!
    let innerStride = strides.last!
    Parallel.forEachRange(shape.count / inner, length: max(1, (1 << 14) / inner)) { rows in
      for row in rows {
        var (rest, offset) = (row, 0)
        for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
          offset += rest % shape.dimensions[axis] * strides[axis]
          rest /= shape.dimensions[axis]
        }
        let (from, to) = (source + offset, target + row * inner)
        if innerStride == 1 {
          to.update(from: from, count: inner)
        } else {
          for index in 0..<inner { to[index] = from[index * innerStride] }
        }
      }
    }
    withExtendedLifetime(x.storage) {}
    return result
  }
}
