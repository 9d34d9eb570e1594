/// Copies boxes of elements between tensors: the one kernel behind slice, pad and concatenate.
enum BlockCopyKernel {
  /// Cuts the box that starts at `start` out of `x`.
  static func slice(_ x: Tensor, start: [Int], shape: Shape) -> Tensor {
    if x.isShapeOnly { return Tensor(shapeOnly: shape, dtype: x.dtype) }
    let result = Tensor(uninitialized: shape, x.dtype)
    copy(box: shape, from: x, at: start, to: result, at: [Int](repeating: 0, count: shape.rank))
    return result
  }

  /// Puts `x` at `start` into a tensor of `shape` that is `value` elsewhere.
  static func pad(_ x: Tensor, start: [Int], shape: Shape, value: Double) -> Tensor {
    if x.isShapeOnly { return Tensor(shapeOnly: shape, dtype: x.dtype) }
    let result = Tensor.full(shape, value, dtype: x.dtype)
    copy(box: x.shape, from: x, at: [Int](repeating: 0, count: x.rank), to: result, at: start)
    return result
  }

  /// Joins tensors along an axis.
  static func concatenate(_ parts: [Tensor], axis: Int, shape: Shape) -> Tensor {
    if parts.contains(where: \.isShapeOnly) {
      return Tensor(shapeOnly: shape, dtype: parts[0].dtype)
    }
    let result = Tensor(uninitialized: shape, parts[0].dtype)
    var start = [Int](repeating: 0, count: shape.rank)
    let origin = start
    for part in parts {
      copy(box: part.shape, from: part, at: origin, to: result, at: start)
      start[axis] += part.shape[axis]
    }
    return result
  }

  private static func copy(
    box: Shape, from x: Tensor, at source: [Int], to y: Tensor, at target: [Int]
  ) {
    switch x.dtype {
    case .float32: copy(box, x, source, y, target, Float.self)
    case .float64: copy(box, x, source, y, target, Double.self)
    }
  }

  private static func copy<T: KernelScalar>(
    _ box: Shape, _ x: Tensor, _ source: [Int], _ y: Tensor, _ target: [Int], _: T.Type
  ) {
    guard box.count > 0 else { return }
    // Trailing axes that are copied whole on both sides form one contiguous run.
    var run = 1
    var outer = box.rank
    while outer > 0 {
      outer -= 1
      run *= box.dimensions[outer]
      if box.dimensions[outer] != x.shape.dimensions[outer]
        || box.dimensions[outer] != y.shape.dimensions[outer]
      {
        break
      }
    }
    let (stridesX, stridesY) = (x.shape.strides, y.shape.strides)
    var (baseX, baseY) = (0, 0)
    for axis in 0..<box.rank {
      baseX += source[axis] * stridesX[axis]
      baseY += target[axis] * stridesY[axis]
    }
    let (from, to) = (x.pointer(T.self) + baseX, y.mutablePointer(T.self) + baseY)
    let dimensions = box.dimensions
    Parallel.forEachRange(box.count / run, length: max(1, (1 << 15) / run)) { rows in
      for row in rows {
        var (rest, offsetX, offsetY) = (row, 0, 0)
        for axis in stride(from: outer - 1, through: 0, by: -1) {
          let index = rest % dimensions[axis]
          rest /= dimensions[axis]
          offsetX += index * stridesX[axis]
          offsetY += index * stridesY[axis]
        }
        (to + offsetY).update(from: from + offsetX, count: run)
      }
    }
    withExtendedLifetime((x.storage, y.storage)) {}
  }
}
