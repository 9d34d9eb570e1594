/// Softmax and its relatives over rows, parallel over rows.
///
/// Row sums are taken in double precision, in order.
enum SoftmaxKernel {
  static func softmax(_ input: Tensor) -> Tensor {
    switch input.dtype {
    case .float32: softmax(input, Float.self)
    case .float64: softmax(input, Double.self)
    }
  }

  static func logSoftmax(_ input: Tensor) -> Tensor {
    switch input.dtype {
    case .float32: logSoftmax(input, Float.self)
    case .float64: logSoftmax(input, Double.self)
    }
  }

  static func logSumExp(_ input: Tensor, _ shape: Shape) -> Tensor {
    switch input.dtype {
    case .float32: logSumExp(input, shape, Float.self)
    case .float64: logSumExp(input, shape, Double.self)
    }
  }

  static func softmaxGradient(_ output: Tensor, _ gradient: Tensor) -> Tensor {
    switch output.dtype {
    case .float32: softmaxGradient(output, gradient, Float.self)
    case .float64: softmaxGradient(output, gradient, Double.self)
    }
  }

  static func logSoftmaxGradient(_ output: Tensor, _ gradient: Tensor) -> Tensor {
    switch output.dtype {
    case .float32: logSoftmaxGradient(output, gradient, Float.self)
    case .float64: logSoftmaxGradient(output, gradient, Double.self)
    }
  }

  static func crossEntropy(
    _ input: Tensor, _ target: Tensor
  ) -> (loss: Tensor, gradient: Tensor) {
    switch input.dtype {
    case .float32: crossEntropy(input, target, Float.self)
    case .float64: crossEntropy(input, target, Double.self)
    }
  }

  private static func softmax<T: KernelScalar>(_ input: Tensor, _: T.Type) -> Tensor {
    mapRows(input, input, T.self) { x, _, y, count in
      let maximum = maximum(x, count)
      var sum = 0.0
      for index in 0..<count {
        y[index] = T.exp(x[index] - maximum)
        sum += Double(y[index])
      }
      let scale = T(1 / sum)
      for index in 0..<count { y[index] *= scale }
    }
  }

  private static func logSoftmax<T: KernelScalar>(_ input: Tensor, _: T.Type) -> Tensor {
    mapRows(input, input, T.self) { x, _, y, count in
      let maximum = maximum(x, count)
      let logarithm = T(logarithmOfSum(x, count, maximum))
      for index in 0..<count { y[index] = (x[index] - maximum) - logarithm }
    }
  }

  private static func logSumExp<T: KernelScalar>(
    _ input: Tensor, _ shape: Shape, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let length = input.shape[-1]
    Parallel.forEachRange(result.count, length: (1 << 12) / length) { range in
      for row in range {
        let x = source + row * length
        let maximum = maximum(x, length)
        // Nothing is left to add to an infinite maximum, unless a NaN hides behind it.
        target[row] =
          maximum.isInfinite
          ? (hasNaN(x, length) ? .nan : maximum)
          : T(Double(maximum) + logarithmOfSum(x, length, maximum))
      }
    }
    withExtendedLifetime(input.storage) {}
    return result
  }

  private static func softmaxGradient<T: KernelScalar>(
    _ output: Tensor, _ gradient: Tensor, _: T.Type
  ) -> Tensor {
    mapRows(output, gradient, T.self) { y, g, dx, count in
      var sum = 0.0
      for index in 0..<count { sum += Double(g[index] * y[index]) }
      let shift = T(sum)
      for index in 0..<count { dx[index] = y[index] * (g[index] - shift) }
    }
  }

  private static func logSoftmaxGradient<T: KernelScalar>(
    _ output: Tensor, _ gradient: Tensor, _: T.Type
  ) -> Tensor {
    mapRows(output, gradient, T.self) { y, g, dx, count in
      var sum = 0.0
      for index in 0..<count { sum += Double(g[index]) }
      let total = T(sum)
      for index in 0..<count { dx[index] = g[index] - T.exp(y[index]) * total }
    }
  }

  private static func crossEntropy<T: KernelScalar>(
    _ input: Tensor, _ target: Tensor, _: T.Type
  ) -> (loss: Tensor, gradient: Tensor) {
    let (rows, classes) = (input.count / input.shape[-1], input.shape[-1])
    let gradient = Tensor(uninitialized: input.shape, input.dtype)
    let losses = Tensor(uninitialized: [rows], .float64)
    let (source, targets) = (input.pointer(T.self), target.pointer(T.self))
    let (slopes, loss) = (gradient.mutablePointer(T.self), losses.mutablePointer(Double.self))
    let count = Double(rows)
    Parallel.forEachRange(rows, length: (1 << 12) / classes) { range in
      for row in range {
        let (x, t) = (source + row * classes, targets + row * classes)
        let dx = slopes + row * classes
        let maximum = maximum(x, classes)
        var (sum, mass, dot) = (0.0, 0.0, 0.0)
        for index in 0..<classes {
          let shifted = x[index] - maximum
          dx[index] = T.exp(shifted)
          sum += Double(dx[index])
          mass += Double(t[index])
          // What a target of zero weighs does not count, even where it is infinite.
          if t[index] != 0 { dot += Double(t[index]) * Double(shifted) }
        }
        loss[row] = mass * Double.log(sum) - dot
        let (scale, share) = (T(mass / sum / count), T(1 / count))
        for index in 0..<classes { dx[index] = dx[index] * scale - t[index] * share }
      }
    }
    let total = ReductionKernel.run(.sum, losses, axes: nil, keepingAxes: false)
    withExtendedLifetime((input.storage, target.storage)) {}
    return ((total / count).converted(to: input.dtype), gradient)
  }

  /// Calls `body` with each row of two inputs, the row of the result and its length.
  @inline(__always)
  private static func mapRows<T: KernelScalar>(
    _ first: Tensor, _ second: Tensor, _: T.Type,
    _ body: (UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>, Int) -> Void
  ) -> Tensor {
    let result = Tensor(uninitialized: first.shape, first.dtype)
    let (a, b) = (first.pointer(T.self), second.pointer(T.self))
    let target = result.mutablePointer(T.self)
    let length = first.shape[-1]
    Parallel.forEachRange(first.count / length, length: (1 << 12) / length) { range in
      for row in range {
        body(a + row * length, b + row * length, target + row * length, length)
      }
    }
    withExtendedLifetime((first.storage, second.storage)) {}
    return result
  }

  @inline(__always)
  private static func maximum<T: KernelScalar>(_ x: UnsafePointer<T>, _ count: Int) -> T {
    var result = x[0]
    for index in 1..<count where x[index] > result { result = x[index] }
    return result
  }

  private static func hasNaN<T: KernelScalar>(_ x: UnsafePointer<T>, _ count: Int) -> Bool {
    for index in 0..<count where x[index].isNaN { return true }
    return false
  }

  @inline(__always)
  private static func logarithmOfSum<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ count: Int, _ maximum: T
  ) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(T.exp(x[index] - maximum)) }
    return Double.log(sum)
  }
}
