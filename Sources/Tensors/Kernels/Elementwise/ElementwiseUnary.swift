import GradusVectorKernels

/// Elementwise functions of one tensor.
enum UnaryOperation {
  case negate, absolute, sign, exponential, logarithm, logarithmOfOnePlus, squareRoot, reciprocal
  case exponentialMinusOne, errorFunction
  case square, relu, sigmoid, tanh, sine, cosine
  case add(Double), multiply(Double), power(Double), clamp(Double, Double)
  case activation(Activation)

  /// The vector unit's loop for it; nil where any compiler makes one of the plain loop.
  var function: ElementFunction? {
    switch self {
    case .exponential: .exponential
    case .logarithm: .logarithm
    case .logarithmOfOnePlus: .logarithmOfOnePlus
    case .exponentialMinusOne: .exponentialMinusOne
    case .errorFunction: .errorFunction
    case .squareRoot: .squareRoot
    case .reciprocal: .reciprocal
    case .square: .square
    case .absolute: .absolute
    case .relu: .relu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .sine: .sine
    case .cosine: .cosine
    case .activation(let activation): activation.function
    case .negate, .sign, .add, .multiply, .power, .clamp: nil
    }
  }
}

enum UnaryKernel {
  /// Elements a chunk: small work stays on the calling thread.
  private static let chunk = 1 << 15

  static func run(_ operation: UnaryOperation, _ x: Tensor) -> Tensor {
    if x.isShapeOnly { return Tensor(shapeOnly: x.shape, dtype: x.dtype) }
    return switch x.dtype {
    case .float32: run(operation, x, Float.self)
    case .float64: run(operation, x, Double.self)
    }
  }

  private static func run<T: KernelScalar>(
    _ operation: UnaryOperation, _ x: Tensor, _: T.Type
  ) -> Tensor {
    let result = Tensor(uninitialized: x.shape, x.dtype)
    let source = x.pointer(T.self)
    let target = result.mutablePointer(T.self)
    let (function, kernels) = (operation.function, T.vectorKernels)
    Parallel.forEachRange(x.count, length: chunk) { range in
      let (from, to) = (source + range.lowerBound, target + range.lowerBound)
      if let function, let kernels {
        kernels.function(FunctionRun(function, from, to: to, count: range.count))
      } else {
        apply(operation, from, to, range.count)
      }
    }
    withExtendedLifetime(x.storage) {}
    return result
  }

  @inline(__always)
  private static func loop<T: KernelScalar>(
    _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ count: Int, _ body: (T) -> T
  ) {
    for index in 0..<count { y[index] = body(x[index]) }
  }

  private static func apply<T: KernelScalar>(
    _ operation: UnaryOperation, _ x: UnsafePointer<T>, _ y: UnsafeMutablePointer<T>, _ n: Int
  ) {
    switch operation {
    case .negate: loop(x, y, n) { -$0 }
    case .absolute: loop(x, y, n) { abs($0) }
    case .sign: loop(x, y, n) { $0 > 0 ? 1 : ($0 < 0 ? -1 : $0) }
    case .exponential: loop(x, y, n) { T.exp($0) }
    case .logarithm: loop(x, y, n) { T.log($0) }
    case .logarithmOfOnePlus: loop(x, y, n) { T.log1p($0) }
    case .exponentialMinusOne: loop(x, y, n) { T.expm1($0) }
    case .errorFunction: loop(x, y, n) { T.erf($0) }
    case .squareRoot: loop(x, y, n) { $0.squareRoot() }
    case .reciprocal: loop(x, y, n) { 1 / $0 }
    case .square: loop(x, y, n) { $0 * $0 }
    // NaN must pass, so the comparison is written the way that is false for NaN.
    case .relu: loop(x, y, n) { $0 < 0 ? 0 : $0 }
    case .sigmoid: loop(x, y, n) { T.sigmoid($0) }
    case .tanh: loop(x, y, n) { T.tanh($0) }
    case .sine: loop(x, y, n) { T.sin($0) }
    case .cosine: loop(x, y, n) { T.cos($0) }
    case .add(let value):
      let value = T(value)
      loop(x, y, n) { $0 + value }
    case .multiply(let value):
      let value = T(value)
      loop(x, y, n) { $0 * value }
    case .power(let value):
      let value = T(value)
      loop(x, y, n) { T.pow($0, value) }
    case .clamp(let low, let high):
      let (low, high) = (T(low), T(high))
      loop(x, y, n) { $0 < low ? low : ($0 > high ? high : $0) }
    case .activation(let activation):
      y.update(from: x, count: n)
      ActivationKernel.apply(activation, y, n)
    }
  }
}
