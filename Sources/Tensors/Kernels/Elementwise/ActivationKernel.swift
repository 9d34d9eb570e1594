import GradusVectorKernels

/// Activations and their pullbacks over short runs that are in the cache already, and over tensors.
///
/// The arithmetic is that of the single operations they stand for, so that fusing changes no bit.
enum ActivationKernel {
  /// Elements per chunk: small work stays on the calling thread.
  private static let chunk = 1 << 15

  /// Applies an activation in place.
  @inline(__always)
  static func apply<T: KernelScalar>(
    _ activation: Activation, _ y: UnsafeMutablePointer<T>, _ count: Int
  ) {
    if activation == .identity { return }
    if let kernels = T.vectorKernels {
      kernels.function(FunctionRun(activation.function, UnsafePointer(y), to: y, count: count))
    } else {
      activation.use(ValueLoop(y: y, count: count))
    }
  }

  /// Writes the gradient for an activation's argument `v`, from the gradient `g` of its result.
  @inline(__always)
  static func pullBack<T: KernelScalar>(
    _ activation: Activation, argument v: UnsafePointer<T>, _ g: UnsafePointer<T>,
    _ result: UnsafeMutablePointer<T>, _ count: Int
  ) {
    if let kernels = T.vectorKernels {
      kernels.function(FunctionRun(activation.function, v, gradient: g, to: result, count: count))
    } else {
      activation.use(PullbackLoop(v: v, g: g, result: result, count: count))
    }
  }

  /// The gradient for an activation's argument.
  static func pulledBack(_ activation: Activation, argument: Tensor, _ gradient: Tensor) -> Tensor {
    switch argument.dtype {
    case .float32: pulledBack(activation, argument, gradient, Float.self)
    case .float64: pulledBack(activation, argument, gradient, Double.self)
    }
  }

  private static func pulledBack<T: KernelScalar>(
    _ activation: Activation, _ argument: Tensor, _ gradient: Tensor, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: argument.shape, argument.dtype)
    let (v, g) = (argument.pointer(T.self), gradient.pointer(T.self))
    let target = result.mutablePointer(T.self)
    Parallel.forEachRange(argument.count, length: chunk) { range in
      let start = range.lowerBound
      pullBack(activation, argument: v + start, g + start, target + start, range.count)
    }
    withExtendedLifetime((argument.storage, gradient.storage)) {}
    return result
  }
}

private struct ValueLoop<T: KernelScalar>: ActivationUse {
  let y: UnsafeMutablePointer<T>
  let count: Int

  @inline(__always)
  func callAsFunction<R: ActivationRule>(_: R.Type) {
    for index in 0..<count { y[index] = R.value(Number(value: y[index])).value }
  }
}

private struct PullbackLoop<T: KernelScalar>: ActivationUse {
  let v: UnsafePointer<T>, g: UnsafePointer<T>
  let result: UnsafeMutablePointer<T>
  let count: Int

  @inline(__always)
  func callAsFunction<R: ActivationRule>(_: R.Type) {
    for index in 0..<count {
      result[index] = R.pulledBack(Number(value: g[index]), at: Number(value: v[index])).value
    }
  }
}

/// A number that activations are computed with where there are no vector kernels.
///
/// NaN must pass, so comparisons are written the way that is false for NaN. Choosing between numbers
/// in place would leave some where they are: a branch that no processor predicts. Choosing between
/// bit patterns stays a vector instruction.
private struct Number<T: KernelScalar>: ActivationArithmetic {
  let value: T

  @inline(__always) static func + (a: Number, b: Number) -> Number {
    Number(value: a.value + b.value)
  }
  @inline(__always) static func + (a: Number, b: Double) -> Number { Number(value: a.value + T(b)) }
  @inline(__always) static func - (a: Double, b: Number) -> Number { Number(value: T(a) - b.value) }
  @inline(__always) static func * (a: Number, b: Number) -> Number {
    Number(value: a.value * b.value)
  }
  @inline(__always) static func * (a: Number, b: Double) -> Number { Number(value: a.value * T(b)) }

  @inline(__always) static func / (a: Number, b: Number) -> Number {
    Number(value: a.value / b.value)
  }

  @inline(__always) func relu() -> Number {
    Number(value: T(bitPattern: value < 0 ? 0 : value.bitPattern))
  }
  @inline(__always) func clamped(to range: ClosedRange<Double>) -> Number {
    let (low, high) = (T(range.lowerBound), T(range.upperBound))
    let bits =
      value < low ? low.bitPattern : (value > high ? high.bitPattern : value.bitPattern)
    return Number(value: T(bitPattern: bits))
  }
  @inline(__always) func sigmoid() -> Number { Number(value: T.sigmoid(value)) }
  @inline(__always) func tanh() -> Number { Number(value: T.tanh(value)) }
  @inline(__always) func exp() -> Number { Number(value: T.exp(value)) }
  @inline(__always) func expMinusOne() -> Number { Number(value: T.expm1(value)) }
  @inline(__always) func errorFunction() -> Number { Number(value: T.erf(value)) }
  @inline(__always) func softplus() -> Number {
    Number(value: relu().value + T.log1p(T.exp(-abs(value))))
  }
  @inline(__always)
  func replaced(by other: Number, wherePositive mask: Number) -> Number {
    Number(value: T(bitPattern: mask.value > 0 ? other.value.bitPattern : value.bitPattern))
  }
  @inline(__always) func kept(wherePositive mask: Number) -> Number {
    Number(value: T(bitPattern: mask.value > 0 ? value.bitPattern : 0))
  }
  @inline(__always)
  func kept(whereInside range: ClosedRange<Double>, _ argument: Number) -> Number {
    let (low, high) = (T(range.lowerBound), T(range.upperBound))
    let isInside = argument.value > low && argument.value < high
    return Number(value: T(bitPattern: isInside ? value.bitPattern : 0))
  }
}
