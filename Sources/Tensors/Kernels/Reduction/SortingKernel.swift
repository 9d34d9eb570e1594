/// The order of the elements of rows.
enum SortingKernel {
  /// For each row of the last axis, the positions of its elements in order.
  static func order(_ input: Tensor, descending: Bool) -> [Int] {
    switch input.dtype {
    case .float32: order(input, descending, Float.self)
    case .float64: order(input, descending, Double.self)
    }
  }

  private static func order<T: KernelScalar>(
    _ input: Tensor, _ descending: Bool, _: T.Type
  ) -> [Int] {
    var result = [Int](repeating: 0, count: input.count)
    guard !result.isEmpty else { return result }
    let (source, length) = (input.pointer(T.self), input.shape[-1])
    result.withUnsafeMutableBufferPointer { buffer in
      let places = buffer.baseAddress.unsafelyUnwrapped
      Parallel.forEachRange(input.count / length, length: (1 << 12) / length) { rows in
        for row in rows {
          let x = source + row * length
          let order = (0..<length).sorted { a, b in
            // NaN stands below every number, and what is equal stays in order.
            if precedes(x[a], x[b]) { return !descending }
            if precedes(x[b], x[a]) { return descending }
            return a < b
          }
          for (rank, place) in order.enumerated() { places[row * length + rank] = place }
        }
      }
    }
    withExtendedLifetime(input.storage) {}
    return result
  }

  @inline(__always)
  private static func precedes<T: KernelScalar>(_ a: T, _ b: T) -> Bool {
    a < b || (a.isNaN && !b.isNaN)
  }
}
