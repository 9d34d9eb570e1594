extension Tensor {
  /// The elements in row-major order, converted to `Double`; traps on a shape-only tensor.
  public var scalars: [Double] {
    requireValues("scalars")
    return switch dtype {
    case .float32: ElementAccess.array(self, as: Float.self).map(Double.init)
    case .float64: ElementAccess.array(self, as: Double.self)
    }
  }

  /// The elements in row-major order as `Float`; traps on a shape-only tensor.
  public var floats: [Float] {
    requireValues("floats")
    return switch dtype {
    case .float32: ElementAccess.array(self, as: Float.self)
    case .float64: ElementAccess.array(self, as: Double.self).map(Float.init)
    }
  }

  /// The value of a tensor of one element; traps on any other and on a shape-only tensor.
  public var item: Double {
    precondition(count == 1, "item: a tensor of shape \(shape) has \(count) elements, not one")
    return scalars[0]
  }

  /// The element at one position, an index for each axis, from the end where it is negative; slow, for
  /// tests and printing. Traps unless there are as many indices as axes, each within its axis.
  public subscript(_ indices: Int...) -> Double {
    precondition(
      indices.count == rank,
      "subscript: \(indices.count) indices for shape \(shape), whose elements have \(rank)"
        + (indices.count < rank ? "; write x[0, 0...] for a row" : ""))
    var offset = 0
    for (axis, given) in indices.enumerated() {
      let index = given < 0 ? given + shape[axis] : given
      precondition(
        index >= 0 && index < shape[axis], "subscript: \(indices) is outside shape \(shape)")
      offset = offset * shape[axis] + index
    }
    requireValues("subscript")
    return scalar(at: offset)
  }

  /// The element at a row-major position; there must be memory.
  func scalar(at position: Int) -> Double {
    switch dtype {
    case .float32: Double(ElementAccess.element(self, position, as: Float.self))
    case .float64: ElementAccess.element(self, position, as: Double.self)
    }
  }

  /// The same values in another element type.
  public func converted(to target: DType) -> Tensor {
    if dtype == target { return self }
    if isShapeOnly { return Tensor(shapeOnly: shape, dtype: target) }
    return switch target {
    case .float32: ElementAccess.convert(self, from: Double.self, to: Float.self)
    case .float64: ElementAccess.convert(self, from: Float.self, to: Double.self)
    }
  }

  /// Whether no element is infinite or NaN; a shape-only tensor counts as finite.
  public var isFinite: Bool {
    if isShapeOnly { return true }
    return ElementAccess.isFinite(self)
  }

  /// The row-major position of the first element that is infinite or NaN.
  public var firstNonFiniteIndex: Int? { isFinite ? nil : scalars.firstIndex { !$0.isFinite } }

  func requireValues(_ operation: StaticString) {
    precondition(
      !isShapeOnly,
      "\(operation): this tensor of shape \(shape) has no values; a model has them after "
        + "initialize(seed:), and where NetworkCosts and others run on shapes alone, an operation of "
        + "your own gives Tensor(shapeOnly: ...) if value.isShapeOnly")
  }

  /// Traps unless another tensor has this one's element type.
  func requireSameType(_ operation: StaticString, _ other: Tensor) {
    Tensor.require(
      other.dtype == dtype,
      "\(operation): operands of type \(dtype) (shape \(shape)) and "
        + "\(other.dtype) (shape \(other.shape)); convert one with converted(to:)")
  }
}
