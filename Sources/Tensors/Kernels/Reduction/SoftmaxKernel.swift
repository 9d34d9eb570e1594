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
    mapRows(input, input, T.self) { x, _, y, count in
      let scale = T(1 / RowKernel.exponentials(x, count, shift: RowKernel.maximum(x, count), to: y))
      RowKernel.map(RowMap(.scaled, UnsafePointer(y), count: count, rate: scale, to: y))
    }
  }

  private static func logSoftmax<T: KernelScalar>(_ input: Tensor, _: T.Type) -> Tensor {
    mapRows(input, input, T.self) { x, _, y, count in
      let maximum = RowKernel.maximum(x, count)
      let logarithm = T(Double.log(RowKernel.exponentials(x, count, shift: maximum, to: nil)))
      RowKernel.map(RowMap(.shifted, x, count: count, shift: maximum, rate: logarithm, to: y))
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
        let maximum = RowKernel.maximum(x, length)
        // Nothing is left to add to an infinite maximum; NaN is the greatest.
        target[row] =
          maximum.isInfinite
          ? maximum
          : T(
            Double(maximum)
              + Double.log(RowKernel.exponentials(x, length, shift: maximum, to: nil)))
      }
    }
    withExtendedLifetime(input.storage) {}
    return result
  }

  private static func softmaxGradient<T: KernelScalar>(
    _ output: Tensor, _ gradient: Tensor, _: T.Type
  ) -> Tensor {
    mapRows(output, gradient, T.self) { y, g, dx, count in
      let shift = T(RowKernel.products(g, y, count))
      RowKernel.map(RowMap(.weighted, g, count: count, shift: shift, other: y, to: dx))
    }
  }

  private static func logSoftmaxGradient<T: KernelScalar>(
    _ output: Tensor, _ gradient: Tensor, _: T.Type
  ) -> Tensor {
    mapRows(output, gradient, T.self) { y, g, dx, count in
      let total = T(RowKernel.sum(g, count))
      _ = RowKernel.exponentials(y, count, shift: 0, to: dx)
      RowKernel.map(
        RowMap(.reduced, g, count: count, rate: total, other: UnsafePointer(dx), to: dx))
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
        let maximum = RowKernel.maximum(x, classes)
        let sum = RowKernel.exponentials(x, classes, shift: maximum, to: dx)
        var (mass, dot) = (0.0, 0.0)
        // What a target of zero weighs does not count, even where it is infinite.
        for index in 0..<classes where t[index] != 0 {
          mass += Double(t[index])
          dot += Double(t[index]) * Double(x[index] - maximum)
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
}
