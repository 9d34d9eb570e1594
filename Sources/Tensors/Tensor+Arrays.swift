// The element type never depends on how numbers are written or on the array that holds them: it is
// `float32` unless asked otherwise.

extension Tensor {
  /// Makes a tensor of `values` in row-major order; traps when their number is not the shape's.
  ///
  /// Elements are rounded to `dtype`, which is `.float32` unless asked otherwise, for an array of
  /// `Double` too: `.float64` keeps its digits.
  public init(_ values: [Double], shape: Shape, dtype: DType = .float32) {
    Self.requireFilled(shape, by: values.count)
    switch dtype {
    case .float32: self = ElementAccess.make(values.map(Float.init), shape)
    case .float64: self = ElementAccess.make(values, shape)
    }
  }

  /// Makes a tensor of floats in row-major order; traps when their number is not the shape's.
  ///
  /// Elements are `.float32` unless asked otherwise.
  public init(_ values: some Collection<Float>, shape: Shape, dtype: DType = .float32) {
    Self.requireFilled(shape, by: values.count)
    self = ElementAccess.make(Array(values), shape).converted(to: dtype)
  }

  /// Makes a row of numbers, of rank 1: `Tensor([1, 2.5])`.
  public init(_ values: [Double], dtype: DType = .float32) {
    self.init(values, shape: [values.count], dtype: dtype)
  }

  /// Makes a matrix of its rows: `Tensor([[1, 2], [3, 4]])`; traps unless they have one length.
  public init(_ rows: [[Double]], dtype: DType = .float32) {
    self.init(nested: rows.map { Tensor($0, dtype: dtype) }, dtype)
  }

  /// Makes a tensor of rank 3 of its matrices; traps unless they have one shape.
  public init(_ matrices: [[[Double]]], dtype: DType = .float32) {
    self.init(nested: matrices.map { Tensor($0, dtype: dtype) }, dtype)
  }

  /// Makes a tensor of rank 4, as a batch of images `[n, h, w, c]`; traps unless they have one shape.
  public init(_ images: [[[[Double]]]], dtype: DType = .float32) {
    self.init(nested: images.map { Tensor($0, dtype: dtype) }, dtype)
  }

  /// Stacks parts along a new first axis.
  private init(nested parts: [Tensor], _ dtype: DType) {
    guard let first = parts.first else {
      self = .zeros([0], dtype: dtype)
      return
    }
    for (index, part) in parts.enumerated() {
      precondition(
        part.shape == first.shape,
        "nested numbers: part \(index) has shape \(part.shape), part 0 has \(first.shape); make them "
          + "equal")
    }
    let whole = Shape([parts.count] + first.shape.dimensions)
    self = Tensor.concatenate(parts, axis: 0).reshaped(to: whole)
  }

  private static func requireFilled(_ shape: Shape, by count: Int) {
    precondition(count == shape.count, "\(count) values do not fill shape \(shape)")
  }
}
