extension Tensor {
  /// Adds a tensor, in place where the shapes are equal and nobody else holds the memory; operands
  /// broadcast as in NumPy.
  public static func += (a: inout Tensor, b: Tensor) {
    guard a.shape == b.shape, a.dtype == b.dtype, !a.isShapeOnly, !b.isShapeOnly,
      isKnownUniquelyReferenced(&a.storage)
    else {
      a = a + b
      return
    }
    BinaryKernel.addInPlace(a, b)
  }
  /// Subtracts a tensor; operands broadcast as in NumPy.
  public static func -= (a: inout Tensor, b: Tensor) { a = a - b }
  /// Multiplies by a tensor, element by element; operands broadcast as in NumPy.
  public static func *= (a: inout Tensor, b: Tensor) { a = a * b }
  /// Divides by a tensor, element by element; operands broadcast as in NumPy.
  public static func /= (a: inout Tensor, b: Tensor) { a = a / b }
  /// Adds a number to each element.
  public static func += (a: inout Tensor, b: Double) { a = a + b }
  /// Subtracts a number from each element.
  public static func -= (a: inout Tensor, b: Double) { a = a - b }
  /// Multiplies each element by a number.
  public static func *= (a: inout Tensor, b: Double) { a = a * b }
  /// Divides each element by a number.
  public static func /= (a: inout Tensor, b: Double) { a = a / b }
}
