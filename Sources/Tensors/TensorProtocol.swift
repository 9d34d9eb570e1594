/// What tensors and variables say alike, and what the functions of this module that go by both are
/// written with.
///
/// A function that is written for `some TensorProtocol` computes numbers from tensors, and from
/// variables also their derivatives of any order.
public protocol TensorProtocol {
  /// The lengths of the axes.
  var shape: Shape { get }
  /// The element type.
  var dtype: DType { get }
  /// The numbers: of a tensor itself.
  var value: Tensor { get }

  /// Elementwise sum; operands broadcast as in NumPy.
  static func + (a: Self, b: Self) -> Self
  /// Elementwise product; operands broadcast as in NumPy.
  static func * (a: Self, b: Self) -> Self
  /// Elementwise product with a constant; operands broadcast as in NumPy.
  static func * (a: Self, b: Tensor) -> Self
  /// Elementwise quotient by a constant; operands broadcast as in NumPy.
  static func / (a: Self, b: Tensor) -> Self

  /// Absolute values.
  func absolute() -> Self
  /// Square roots.
  func squareRoot() -> Self
  /// Each element raised to a number.
  func power(_ exponent: Double) -> Self
  /// A number where `mask` is positive, and this element elsewhere.
  func replacing(with number: Double, where mask: Tensor) -> Self

  /// The same elements under another shape.
  func reshaped(to shape: Shape) -> Self
  /// Axis `i` of the result is axis `order[i]`.
  func permuted(_ order: [Int]) -> Self
  /// The box of elements with each axis in its range.
  func sliced(_ ranges: [Range<Int>]) -> Self
  /// Surrounds with `value`: `before[i]` and `after[i]` elements along axis `i`.
  func padded(before: [Int], after: [Int], value: Double) -> Self
  /// Joins parts along an axis; all other axes must agree.
  static func concatenate(_ parts: [Self], axis: Int) -> Self
  /// The slices at `indices` along an axis.
  func gathered(_ indices: [Int], axis: Int) -> Self
  /// Adds slice `i` to slice `indices[i]` of zeros.
  func scatteredAdd(_ indices: [Int], axis: Int, length: Int) -> Self

  /// Sums over `axes`, all when nil.
  func sum(axes: [Int]?, keepingAxes: Bool) -> Self
  /// Biased variances over `axes`, all when nil.
  func variance(axes: [Int]?, keepingAxes: Bool) -> Self
  /// Largest elements along `axes`, all when nil.
  func maximum(axes: [Int]?, keepingAxes: Bool) -> Self
  /// The matrix product over the last two axes; leading axes are a batch.
  func matmul(_ other: Self, transposeLHS: Bool, transposeRHS: Bool) -> Self

  /// Softmax over the last axis.
  func softmax() -> Self
  /// Logarithms of softmax over the last axis.
  func logSoftmax() -> Self
  /// log Σ exp over the last axis, which is removed.
  func logSumExp() -> Self
}

extension Tensor: TensorProtocol {
  /// The tensor itself, for functions that take variables too.
  public var value: Tensor { self }
}
