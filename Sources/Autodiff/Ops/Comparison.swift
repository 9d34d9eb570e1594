import GradusTensors

// Masks are tensors: a comparison has no derivative but 0.

extension Variable {
  /// 1 where the elements are equal, else 0; operands broadcast as in NumPy.
  public static func .== (a: Variable, b: Variable) -> Tensor { a.value .== b.value }
  /// 1 where an element equals a number, else 0.
  public static func .== (a: Variable, b: Double) -> Tensor { a.value .== b }
  /// 1 where the elements differ, as NaN does from everything, else 0; operands broadcast as in NumPy.
  public static func .!= (a: Variable, b: Variable) -> Tensor { a.value .!= b.value }
  /// 1 where an element differs from a number, as NaN does from every one, else 0.
  public static func .!= (a: Variable, b: Double) -> Tensor { a.value .!= b }
  /// 1 where the left element is less than the right one, else 0; operands broadcast as in NumPy.
  public static func .< (a: Variable, b: Variable) -> Tensor { a.value .< b.value }
  /// 1 where an element is less than a number, else 0.
  public static func .< (a: Variable, b: Double) -> Tensor { a.value .< b }
  /// 1 where the left element is at most the right one, else 0; operands broadcast as in NumPy.
  public static func .<= (a: Variable, b: Variable) -> Tensor { a.value .<= b.value }
  /// 1 where an element is at most a number, else 0.
  public static func .<= (a: Variable, b: Double) -> Tensor { a.value .<= b }
  /// 1 where the left element is greater than the right one, else 0; operands broadcast as in NumPy.
  public static func .> (a: Variable, b: Variable) -> Tensor { a.value .> b.value }
  /// 1 where an element is greater than a number, else 0.
  public static func .> (a: Variable, b: Double) -> Tensor { a.value .> b }
  /// 1 where the left element is at least the right one, else 0; operands broadcast as in NumPy.
  public static func .>= (a: Variable, b: Variable) -> Tensor { a.value .>= b.value }
  /// 1 where an element is at least a number, else 0.
  public static func .>= (a: Variable, b: Double) -> Tensor { a.value .>= b }
}
