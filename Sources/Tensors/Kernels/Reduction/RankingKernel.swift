/// The greatest elements of rows.
enum RankingKernel {
  static func topK(_ input: Tensor, _ k: Int, _ shape: Shape) -> (values: Tensor, indices: [Int]) {
    switch input.dtype {
    case .float32: topK(input, k, shape, Float.self)
    case .float64: topK(input, k, shape, Double.self)
    }
  }

  private static func topK<T: KernelScalar>(
    _ input: Tensor, _ k: Int, _ shape: Shape, _: T.Type
  ) -> (values: Tensor, indices: [Int]) {
    let values = Tensor(uninitialized: shape, input.dtype)
    var indices = [Int](repeating: 0, count: shape.count)
    guard !indices.isEmpty else { return (values, indices) }
    let (source, target) = (input.pointer(T.self), values.mutablePointer(T.self))
    let length = input.shape[-1]
    indices.withUnsafeMutableBufferPointer { buffer in
      let places = buffer.baseAddress.unsafelyUnwrapped
      Parallel.forEachRange(shape.count / k, length: (1 << 14) / length) { range in
        for row in range {
          let x = source + row * length
          if k == 1, let place = placeOfMaximum(x, length) {
            (target[row], places[row]) = (x[place], place)
          } else {
            select(x, length, k, target + row * k, places + row * k)
          }
        }
      }
    }
    withExtendedLifetime(input.storage) {}
    return (values, indices)
  }

  /// Where the greatest element is first; nil where there is a NaN or no vector unit to look with.
  @inline(__always)
  private static func placeOfMaximum<T: KernelScalar>(
    _ row: UnsafePointer<T>, _ length: Int
  ) -> Int? {
    if T.vectorKernels == nil { return nil }
    var greatest = T.zero
    RowKernel.maxima(row, rows: 1, length: length, to: &greatest)
    return (0..<length).first { row[$0] == greatest }
  }

  /// Keeps the best `k` so far in order; a newcomer must beat the last of them.
  @inline(__always)
  private static func select<T: KernelScalar>(
    _ row: UnsafePointer<T>, _ length: Int, _ k: Int, _ best: UnsafeMutablePointer<T>,
    _ places: UnsafeMutablePointer<Int>
  ) {
    var kept = 0
    for index in 0..<length {
      let value = row[index]
      if kept == k {
        if !precedes(value, best[k - 1]) { continue }
      } else {
        kept += 1
      }
      var slot = kept - 1
      while slot > 0, precedes(value, best[slot - 1]) {
        best[slot] = best[slot - 1]
        places[slot] = places[slot - 1]
        slot -= 1
      }
      best[slot] = value
      places[slot] = index
    }
  }

  @inline(__always)
  private static func precedes<T: KernelScalar>(_ a: T, _ b: T) -> Bool {
    a > b || (b.isNaN && !a.isNaN)
  }
}
