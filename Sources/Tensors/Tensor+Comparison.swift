// A mask is a tensor of ones and zeros of the operands' element type. A comparison with NaN is false,
// except `.!=`.

extension Tensor {
  /// 1 where the elements are equal, else 0; operands broadcast as in NumPy.
  public static func .== (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.equal, a, b) }
  /// 1 where the elements differ, as NaN does from everything, else 0; operands broadcast as in NumPy.
  public static func .!= (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.notEqual, a, b) }
  /// 1 where the left element is less than the right one, else 0; operands broadcast as in NumPy.
  public static func .< (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.less, a, b) }
  /// 1 where the left element is at most the right one, else 0; operands broadcast as in NumPy.
  public static func .<= (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.lessOrEqual, a, b) }
  /// 1 where the left element is greater than the right one, else 0; operands broadcast as in NumPy.
  public static func .> (a: Tensor, b: Tensor) -> Tensor { BinaryKernel.run(.greater, a, b) }
  /// 1 where the left element is at least the right one, else 0; operands broadcast as in NumPy.
  public static func .>= (a: Tensor, b: Tensor) -> Tensor {
    BinaryKernel.run(.greaterOrEqual, a, b)
  }

  /// 1 where an element equals a number, else 0.
  public static func .== (a: Tensor, b: Double) -> Tensor { a .== Tensor(b, dtype: a.dtype) }
  /// 1 where an element differs from a number, as NaN does from every one, else 0.
  public static func .!= (a: Tensor, b: Double) -> Tensor { a .!= Tensor(b, dtype: a.dtype) }
  /// 1 where an element is less than a number, else 0.
  public static func .< (a: Tensor, b: Double) -> Tensor { a .< Tensor(b, dtype: a.dtype) }
  /// 1 where an element is at most a number, else 0.
  public static func .<= (a: Tensor, b: Double) -> Tensor { a .<= Tensor(b, dtype: a.dtype) }
  /// 1 where an element is greater than a number, else 0.
  public static func .> (a: Tensor, b: Double) -> Tensor { a .> Tensor(b, dtype: a.dtype) }
  /// 1 where an element is at least a number, else 0.
  public static func .>= (a: Tensor, b: Double) -> Tensor { a .>= Tensor(b, dtype: a.dtype) }

  /// The element of `other` where `mask` is positive, as comparisons are where they hold, and this
  /// tensor's element elsewhere.
  ///
  /// All three broadcast together as in NumPy and have one element type, else this traps.
  public func replacing(with other: Tensor, where mask: Tensor) -> Tensor {
    ReplacementKernel.run(self, other, mask)
  }

  /// A number where `mask` is positive, as comparisons are where they hold, and this tensor's element
  /// elsewhere; operands broadcast as in NumPy.
  public func replacing(with number: Double, where mask: Tensor) -> Tensor {
    replacing(with: Tensor(number, dtype: dtype), where: mask)
  }

  /// This tensor's element where `mask` is positive, else 0; operands broadcast as in NumPy.
  ///
  /// Unlike a product with a mask it stops infinities and NaN.
  package func kept(wherePositive mask: Tensor) -> Tensor {
    BinaryKernel.run(.keepWherePositive, self, mask)
  }
}
