/// Elements of one of two tensors, by a mask.
enum ReplacementKernel {
  /// Elements per chunk: small work stays on the calling thread.
  private static let chunk = 1 << 15

  /// The element of `other` where `mask` is positive, else that of `x`.
  static func run(_ x: Tensor, _ other: Tensor, _ mask: Tensor) -> Tensor {
    x.requireSameType("replacing", other)
    x.requireSameType("replacing", mask)
    let common = x.shape.broadcast(with: mask.shape)?.broadcast(with: other.shape)
    Tensor.require(
      common != nil,
      "replacing: shape \(x.shape), the other's \(other.shape) and the mask's \(mask.shape) do "
        + "not broadcast; axes are matched from the last and must be equal or 1")
    let shape = common ?? x.shape
    if x.isShapeOnly || other.isShapeOnly || mask.isShapeOnly {
      return Tensor(shapeOnly: shape, dtype: x.dtype)
    }
    let (x, mask) = (x.broadcast(to: shape), mask.broadcast(to: shape))
    // A number is read again and again instead of being repeated.
    let other = other.count == 1 ? other : other.broadcast(to: shape)
    return switch x.dtype {
    case .float32: run(x, other, mask, Float.self)
    case .float64: run(x, other, mask, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ x: Tensor, _ other: Tensor, _ mask: Tensor, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: x.shape, x.dtype)
    let (source, choice) = (x.pointer(T.self), mask.pointer(T.self))
    let replacement = other.pointer(T.self)
    let target = result.mutablePointer(T.self)
    Parallel.forEachRange(x.count, length: chunk) { range in
      if other.count == 1 {
        let value = replacement[0]
        for i in range { target[i] = choice[i] > 0 ? value : source[i] }
      } else {
        for i in range { target[i] = choice[i] > 0 ? replacement[i] : source[i] }
      }
    }
    withExtendedLifetime((x.storage, other.storage, mask.storage)) {}
    return result
  }
}
