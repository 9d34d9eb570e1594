extension Tensor {
  /// 1 where the elements are equal, else 0; operands broadcast as in NumPy.
  public func equal(_ other: Tensor) -> Tensor { BinaryKernel.run(.equal, self, other) }
  /// 1 where this element is less than the other, else 0; operands broadcast as in NumPy.
  public func less(_ other: Tensor) -> Tensor { BinaryKernel.run(.less, self, other) }
  /// 1 where this element is at most the other, else 0; operands broadcast as in NumPy.
  public func lessOrEqual(_ other: Tensor) -> Tensor { BinaryKernel.run(.lessOrEqual, self, other) }
  /// 1 where this element is greater than the other, else 0; operands broadcast as in NumPy.
  public func greater(_ other: Tensor) -> Tensor { BinaryKernel.run(.greater, self, other) }
  /// 1 where this element is at least the other, else 0; operands broadcast as in NumPy.
  public func greaterOrEqual(_ other: Tensor) -> Tensor {
    BinaryKernel.run(.greaterOrEqual, self, other)
  }

  /// This tensor's element where `mask` is positive, else 0; operands broadcast as in NumPy.
  ///
  /// Unlike a product with a 0/1 mask it stops infinities and NaN.
  public func kept(wherePositive mask: Tensor) -> Tensor {
    BinaryKernel.run(.keepWherePositive, self, mask)
  }

  /// The element of `a` where `mask` is positive, else that of `b`; all broadcast together.
  public static func select(_ mask: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor {
    let zero = Tensor(0, dtype: mask.dtype)
    return a.kept(wherePositive: mask) + b.kept(wherePositive: mask.lessOrEqual(zero))
  }
}
