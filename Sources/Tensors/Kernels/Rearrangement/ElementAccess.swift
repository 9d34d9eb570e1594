/// Moves elements between tensors and Swift arrays.
enum ElementAccess {
  static func make<T: KernelScalar>(_ values: [T], _ shape: Shape) -> Tensor {
    let result = Tensor(uninitialized: shape, T.dtype)
    values.withUnsafeBufferPointer { source in
      guard let base = source.baseAddress else { return }
      result.mutablePointer(T.self).update(from: base, count: source.count)
    }
    return result
  }

  static func array<T: KernelScalar>(_ tensor: Tensor, as _: T.Type) -> [T] {
    withExtendedLifetime(tensor.storage) {
      Array(UnsafeBufferPointer(start: tensor.pointer(T.self), count: tensor.count))
    }
  }

  static func element<T: KernelScalar>(_ tensor: Tensor, _ offset: Int, as _: T.Type) -> T {
    withExtendedLifetime(tensor.storage) { tensor.pointer(T.self)[offset] }
  }

  static func convert<S: KernelScalar, T: KernelScalar>(
    _ tensor: Tensor, from _: S.Type, to _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: tensor.shape, T.dtype)
    let source = tensor.pointer(S.self)
    let target = result.mutablePointer(T.self)
    Parallel.forEachRange(tensor.count, length: 1 << 16) { range in
      for index in range { target[index] = T(source[index]) }
    }
    withExtendedLifetime(tensor.storage) {}
    return result
  }

  static func fill<T: KernelScalar>(_ shape: Shape, _ value: T) -> Tensor {
    let result = Tensor(uninitialized: shape, T.dtype)
    result.mutablePointer(T.self).update(repeating: value, count: shape.count)
    return result
  }

  static func generate<T: KernelScalar>(
    _ shape: Shape, _: T.Type, _ value: (Int) -> Double
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, T.dtype)
    let target = result.mutablePointer(T.self)
    Parallel.forEachRange(shape.count, length: 1 << 14) { range in
      for index in range { target[index] = T(value(index)) }
    }
    return result
  }

  /// Whether no element is infinite or NaN.
  static func isFinite(_ tensor: Tensor) -> Bool {
    switch tensor.dtype {
    case .float32: allFinite(tensor, Float.self)
    case .float64: allFinite(tensor, Double.self)
    }
  }

  private static func allFinite<T: KernelScalar>(_ tensor: Tensor, _: T.Type) -> Bool {
    // x - x is 0 for finite numbers and NaN otherwise, and NaN survives a sum.
    let source = tensor.pointer(T.self)
    let flag = NonFiniteFlag()
    Parallel.forEachRange(tensor.count, length: 1 << 16) { range in
      if flag.isRaised { return }
      var (a, b) = (SIMD8<T>(), SIMD8<T>())
      var (c, d) = (SIMD8<T>(), SIMD8<T>())
      var index = range.lowerBound
      while index &+ 32 <= range.upperBound {
        let base = UnsafeRawPointer(source + index)
        let step = 8 &* MemoryLayout<T>.stride
        let x = base.loadUnaligned(as: SIMD8<T>.self)
        let y = base.loadUnaligned(fromByteOffset: step, as: SIMD8<T>.self)
        let z = base.loadUnaligned(fromByteOffset: 2 &* step, as: SIMD8<T>.self)
        let w = base.loadUnaligned(fromByteOffset: 3 &* step, as: SIMD8<T>.self)
        a += x - x
        b += y - y
        c += z - z
        d += w - w
        index &+= 32
      }
      var rest = ((a + b) + (c + d)).sum()
      while index < range.upperBound {
        rest += source[index] - source[index]
        index &+= 1
      }
      if rest != 0 { flag.raise() }
    }
    withExtendedLifetime(tensor.storage) {}
    return !flag.isRaised
  }
}
