// A mask holds where an element is positive, as comparisons make it. NaN does not hold.

extension Tensor {
  /// 1 where both masks hold, else 0; operands broadcast as in NumPy.
  public static func .& (a: Tensor, b: Tensor) -> Tensor { (a .> 0) * (b .> 0) }
  /// 1 where one mask holds or both, else 0; operands broadcast as in NumPy.
  public static func .| (a: Tensor, b: Tensor) -> Tensor { (a .> 0).maximum(b .> 0) }
  /// 1 where one mask holds and not both, else 0; operands broadcast as in NumPy.
  public static func .^ (a: Tensor, b: Tensor) -> Tensor { (a .> 0) .!= (b .> 0) }
  /// 1 where the mask does not hold, else 0.
  public static prefix func .! (a: Tensor) -> Tensor { 1 - (a .> 0) }

  /// 1 where the mask holds anywhere along `axes` (all when nil), else 0; 0 of no elements.
  public func any(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    (self .> 0).sum(axes: axes, keepingAxes: keepingAxes) .> 0
  }

  /// 1 where the mask holds everywhere along `axes` (all when nil), else 0; 1 of no elements.
  public func all(axes: [Int]? = nil, keepingAxes: Bool = false) -> Tensor {
    .!((.!self).any(axes: axes, keepingAxes: keepingAxes))
  }
}
