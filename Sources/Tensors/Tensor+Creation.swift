extension Tensor {
  /// Makes a tensor of rank 0.
  public init(_ value: Double, dtype: DType = .float32) {
    self = Tensor.full([], value, dtype: dtype)
  }

  /// Every element equal to `value`.
  public static func full(_ shape: Shape, _ value: Double, dtype: DType = .float32) -> Tensor {
    switch dtype {
    case .float32: ElementAccess.fill(shape, Float(value))
    case .float64: ElementAccess.fill(shape, value)
    }
  }

  /// All zeros.
  public static func zeros(_ shape: Shape, dtype: DType = .float32) -> Tensor {
    full(shape, 0, dtype: dtype)
  }

  /// All ones.
  public static func ones(_ shape: Shape, dtype: DType = .float32) -> Tensor {
    full(shape, 1, dtype: dtype)
  }

  /// A tensor like this one (shape, element type, with or without memory), filled with `value`.
  public func filled(with value: Double) -> Tensor {
    isShapeOnly
      ? Tensor(shapeOnly: shape, dtype: dtype) : Tensor.full(shape, value, dtype: dtype)
  }

  /// The identity matrix of `size` rows.
  public static func identity(_ size: Int, dtype: DType = .float32) -> Tensor {
    generate([size, size], dtype: dtype) { $0 / size == $0 % size ? 1 : 0 }
  }

  /// The numbers 0, 1, 2, ... `count - 1`.
  public static func range(_ count: Int, dtype: DType = .float32) -> Tensor {
    generate([count], dtype: dtype) { Double($0) }
  }

  /// Each element computed from its row-major position; `value` may be called on any thread.
  public static func generate(
    _ shape: Shape, dtype: DType = .float32, _ value: @Sendable (Int) -> Double
  ) -> Tensor {
    switch dtype {
    case .float32: ElementAccess.generate(shape, Float.self, value)
    case .float64: ElementAccess.generate(shape, Double.self, value)
    }
  }

  /// Independent uniform numbers in `range`; element `i` is draw `i` of the stream.
  public static func uniform(
    _ shape: Shape, in range: Range<Double> = 0..<1, from stream: RandomStream,
    dtype: DType = .float32
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    return generate(shape, dtype: dtype) { range.lowerBound + width * stream.uniform($0) }
  }

  /// Independent normal numbers; element `i` is draw `i` of the stream.
  public static func normal(
    _ shape: Shape, mean: Double = 0, standardDeviation: Double = 1, from stream: RandomStream,
    dtype: DType = .float32
  ) -> Tensor {
    switch dtype {
    case .float32:
      NormalKernel.fill(
        shape, stream, mean: mean, standardDeviation: standardDeviation, Float.self)
    case .float64:
      NormalKernel.fill(
        shape, stream, mean: mean, standardDeviation: standardDeviation, Double.self)
    }
  }

  /// One row a label, 1 at the label's position and 0 elsewhere: shape `[labels, classes]`.
  ///
  /// Traps on a label outside `0..<classes`.
  public static func oneHot(_ labels: [Int], classes: Int, dtype: DType = .float32) -> Tensor {
    var values = [Double](repeating: 0, count: labels.count * classes)
    for (row, label) in labels.enumerated() {
      precondition(
        label >= 0 && label < classes,
        "oneHot: label \(label) at position \(row) is outside 0..<\(classes)")
      values[row * classes + label] = 1
    }
    return Tensor(values, shape: [labels.count, classes], dtype: dtype)
  }
}
