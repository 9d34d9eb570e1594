import GradusVectorKernels

/// Softmax and its relatives over rows, parallel over rows.
///
/// Row sums are taken in double precision or as exactly.
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
    mapRows(input, input, T.self) { x, _, y, block in
      block.sumExponentials(x, to: y)
      for row in 0..<block.rows { block.numbers[row] = T(1 / block.sums[row]) }
      block.map(.scaled(by: block.numbers), UnsafePointer(y), to: y)
    }
  }

  private static func logSoftmax<T: KernelScalar>(_ input: Tensor, _: T.Type) -> Tensor {
    mapRows(input, input, T.self) { x, _, y, block in
      block.sumExponentials(x, to: nil)
      for row in 0..<block.rows { block.numbers[row] = T(Double.log(block.sums[row])) }
      block.map(.shifted(by: block.maxima, then: block.numbers), x, to: y)
    }
  }

  private static func logSumExp<T: KernelScalar>(
    _ input: Tensor, _ shape: Shape, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: shape, input.dtype)
    let (source, target) = (input.pointer(T.self), result.mutablePointer(T.self))
    let length = input.shape[-1]
    SoftmaxRows<T>.forEach(result.count, length: length) { block in
      block.sumExponentials(source + block.start * length, to: nil)
      for row in 0..<block.rows {
        let maximum = block.maxima[row]
        // Nothing is left to add to an infinite maximum; NaN is the greatest.
        target[block.start + row] =
          maximum.isInfinite ? maximum : T(Double(maximum) + Double.log(block.sums[row]))
      }
    }
    withExtendedLifetime(input.storage) {}
    return result
  }

  private static func softmaxGradient<T: KernelScalar>(
    _ output: Tensor, _ gradient: Tensor, _: T.Type
  ) -> Tensor {
    mapRows(output, gradient, T.self) { y, g, dx, block in
      block.sum(.product(with: y), g)
      for row in 0..<block.rows { block.numbers[row] = T(block.sums[row]) }
      block.map(.weighted(shifts: block.numbers, by: y), g, to: dx)
    }
  }

  private static func logSoftmaxGradient<T: KernelScalar>(
    _ output: Tensor, _ gradient: Tensor, _: T.Type
  ) -> Tensor {
    mapRows(output, gradient, T.self) { y, g, dx, block in
      block.numbers.update(repeating: 0, count: block.rows)
      block.sum(.exponential(after: block.numbers, to: dx), y)
      block.sum(.element, g)
      for row in 0..<block.rows { block.numbers[row] = T(block.sums[row]) }
      block.map(.reduced(by: dx, rates: block.numbers), g, to: dx)
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
    SoftmaxRows<T>.forEach(rows, length: classes) { block in
      let first = block.start * classes
      block.sumExponentials(source + first, to: slopes + first)
      for row in 0..<block.rows {
        let place = first + row * classes
        let (x, t, dx) = (source + place, targets + place, slopes + place)
        let (maximum, sum) = (block.maxima[row], block.sums[row])
        var (mass, dot) = (0.0, 0.0)
        // What a target of zero weighs does not count, even where it is infinite.
        for index in 0..<classes where t[index] != 0 {
          mass += Double(t[index])
          dot += Double(t[index]) * Double(x[index] - maximum)
        }
        loss[block.start + row] = mass * Double.log(sum) - dot
        let (scale, share) = (T(mass / sum / count), T(1 / count))
        for index in 0..<classes { dx[index] = dx[index] * scale - t[index] * share }
      }
    }
    let total = ReductionKernel.run(.sum, losses, axes: nil, keepingAxes: false)
    withExtendedLifetime((input.storage, target.storage)) {}
    return ((total / count).converted(to: input.dtype), gradient)
  }

  /// Calls `body` with blocks of rows of two inputs and of the result.
  @inline(__always)
  private static func mapRows<T: KernelScalar>(
    _ first: Tensor, _ second: Tensor, _: T.Type,
    _ body: (UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>, SoftmaxRows<T>) -> Void
  ) -> Tensor {
    let result = Tensor(uninitialized: first.shape, first.dtype)
    let (a, b) = (first.pointer(T.self), second.pointer(T.self))
    let target = result.mutablePointer(T.self)
    let length = first.shape[-1]
    SoftmaxRows<T>.forEach(first.count / length, length: length) { block in
      let start = block.start * length
      body(a + start, b + start, target + start, block)
    }
    withExtendedLifetime((first.storage, second.storage)) {}
    return result
  }
}
