/// Selecting slices along an axis by index, and its transpose.
enum IndexingKernel {
  static func gather(_ x: Tensor, _ indices: [Int], axis: Int) -> Tensor {
    var dimensions = x.shape.dimensions
    dimensions[axis] = indices.count
    let shape = Shape(dimensions)
    if x.isShapeOnly { return Tensor(shapeOnly: shape, dtype: x.dtype) }
    return switch x.dtype {
    case .float32: gather(x, indices, axis, shape, Float.self)
    case .float64: gather(x, indices, axis, shape, Double.self)
    }
  }

  static func scatterAdd(_ x: Tensor, _ indices: [Int], axis: Int, length: Int) -> Tensor {
    var dimensions = x.shape.dimensions
    dimensions[axis] = length
    let shape = Shape(dimensions)
    if x.isShapeOnly { return Tensor(shapeOnly: shape, dtype: x.dtype) }
    return switch x.dtype {
    case .float32: scatterAdd(x, indices, axis, shape, Float.self)
    case .float64: scatterAdd(x, indices, axis, shape, Double.self)
    }
  }

  private static func extents(_ shape: Shape, _ axis: Int) -> (outer: Int, inner: Int) {
    (
      shape.dimensions[..<axis].reduce(1, *), shape.dimensions[(axis + 1)...].reduce(1, *)
    )
  }

  private static func gather<T: KernelScalar>(
    _ x: Tensor, _ indices: [Int], _ axis: Int, _ shape: Shape, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, x.dtype)
    let (source, target) = (x.pointer(T.self), result.mutablePointer(T.self))
    let (outer, inner) = extents(shape, axis)
    let length = x.shape.dimensions[axis]
    for row in 0..<outer {
      for (position, index) in indices.enumerated() {
        (target + (row * indices.count + position) * inner)
          .update(from: source + (row * length + index) * inner, count: inner)
      }
    }
    withExtendedLifetime(x.storage) {}
    return result
  }

  private static func scatterAdd<T: KernelScalar>(
    _ x: Tensor, _ indices: [Int], _ axis: Int, _ shape: Shape, _: T.Type
  ) -> Tensor {
    let result = Tensor.zeros(shape, dtype: x.dtype)
    let (source, target) = (x.pointer(T.self), result.mutablePointer(T.self))
    let (outer, inner) = extents(shape, axis)
    let length = shape.dimensions[axis]
    for row in 0..<outer {
      for (position, index) in indices.enumerated() {
        let from = source + (row * indices.count + position) * inner
        let to = target + (row * length + index) * inner
        for element in 0..<inner { to[element] += from[element] }
      }
    }
    withExtendedLifetime(x.storage) {}
    return result
  }
}
