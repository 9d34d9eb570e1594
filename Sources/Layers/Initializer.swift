import GradusTensors

/// How a parameter gets its first values.
///
/// Any function is an initialiser; the usual ones have names.
///
///     Initializer.kaimingNormal(fan: .output)
///     Initializer { shape, random in .uniform(shape, in: 0..<0.1, from: random) }
///
/// Fans follow from the shape: the last axis counts outputs, the one before inputs (per group), and
/// the others are the receptive field, for filters `[kh, kw, in / groups, out]` and matrices
/// `[in, out]`.
public struct Initializer: Sendable {
  /// Which side of a layer is counted.
  public enum Fan: Sendable, Hashable {
    /// Inputs a unit sees: keeps the variance of activations.
    case input
    /// Outputs a unit feeds: keeps the variance of gradients.
    case output
  }

  private let make: @Sendable (Shape, RandomStream, DType) -> Tensor

  /// Makes an initialiser of a function, which gives values of `shape`, of any element type, that
  /// depend on `random` only: the stream of the seed and the parameter's path.
  public init(_ values: @escaping @Sendable (_ shape: Shape, _ random: RandomStream) -> Tensor) {
    make = { shape, random, dtype in values(shape, random).converted(to: dtype) }
  }

  /// As above; the values come in the element type asked for.
  init(_ make: @escaping @Sendable (Shape, RandomStream, DType) -> Tensor) { self.make = make }

  /// Makes the values; element `i` of a named initialiser depends on the stream and `i` only (for the
  /// orthogonal one: on the stream only).
  ///
  /// Traps when the initialiser's function gives values of another shape, or none.
  public func values(_ shape: Shape, from stream: RandomStream, dtype: DType) -> Tensor {
    values(shape, from: stream, dtype: dtype, for: "a parameter")
  }

  /// As above; `name` is what a message calls the parameter.
  func values(
    _ shape: Shape, from stream: RandomStream, dtype: DType, for name: String
  ) -> Tensor {
    let values = make(shape, stream, dtype)
    precondition(
      values.shape == shape && !values.isShapeOnly,
      "initializer: \(name) of shape \(shape) got values of shape \(values.shape)"
        + (values.isShapeOnly ? " without numbers" : "")
        + "; the initialiser's function must make the shape it is given")
    return values
  }

  /// The inputs and outputs of a unit of a parameter, receptive field included.
  public static func fans(of shape: Shape) -> (input: Int, output: Int) {
    guard shape.rank >= 2 else { return (shape.count, shape.count) }
    let field = shape.dimensions.dropLast(2).reduce(1, *)
    return (shape[-2] * field, shape[-1] * field)
  }
}
