import GradusTensors

/// Compares the derivatives an operation computes with finite differences, in double precision.
///
///     extension Variable {
///       func cubed() -> Variable {
///         record(TapeOperation("cubed", .arithmetic), value: value * value * value, (self, { g in g * self * self * 3 }))
///       }
///     }
///     let x = Tensor([0.3, -1.2, 2], dtype: .float64)
///     try GradientCheck(order: .second).verify("cubed", [x]) { $0[0].cubed() }
///
/// By default one random direction and one random cotangent decide for each input: the product of
/// the analytic gradient with the direction is compared with a fourth-order central difference.
/// When they disagree, all elements are tried one by one to name the worst. The function may draw
/// random numbers from its variables' tape (dropout): every evaluation draws the same.
///
/// Inputs must be further than `2 * step` from kinks and ties, where no derivative exists.
public struct GradientCheck: Sendable {
  /// Which derivatives are checked.
  public enum Order: Sendable, Hashable {
    /// Gradients.
    case first
    /// Gradients, and the gradients of gradients for the inputs and the cotangent.
    case second
  }

  /// Which derivatives are checked.
  public var order: Order
  /// Whether the full Jacobian is compared element by element, and not one random direction.
  public var comparesJacobian: Bool
  /// Distance between the points of a finite difference.
  public var step: Double
  /// The greatest relative error of a gradient that passes.
  public var firstOrderTolerance: Double
  /// The greatest relative error of a second derivative that passes.
  public var secondOrderTolerance: Double
  /// The seed of directions and cotangents, and of the tapes.
  public var seed: UInt64

  /// Makes a check; the defaults suit functions of well-scaled inputs (magnitudes around 1).
  public init(
    order: Order = .first, comparesJacobian: Bool = false, step: Double = 2.5e-4,
    firstOrderTolerance: Double = 1e-7, secondOrderTolerance: Double = 1e-5, seed: UInt64 = 0
  ) {
    self.order = order
    self.comparesJacobian = comparesJacobian
    self.step = step
    self.firstOrderTolerance = firstOrderTolerance
    self.secondOrderTolerance = secondOrderTolerance
    self.seed = seed
  }

  /// Checks a function and throws the first failure.
  ///
  /// - Parameters:
  ///   - operation: the name that messages use.
  ///   - inputs: `.float64` tensors of any shapes; anything else traps.
  ///   - function: maps variables of those shapes to one of any shape.
  /// - Throws: `Failure` with the operation, input, element, analytic and numeric value.
  public func verify(
    _ operation: String, _ inputs: [Tensor], _ function: ([Variable]) -> Variable
  ) throws(Failure) {
    if let failure = run(operation, inputs, function).failures.first { throw failure }
  }

  /// Checks a function and returns the errors found; arguments as for `verify`.
  ///
  /// Besides the finite differences, running backward twice must give the same bits, and a recorded
  /// backward run the same gradient as a plain one up to rounding.
  public func run(
    _ operation: String, _ inputs: [Tensor], _ function: ([Variable]) -> Variable
  ) -> Result {
    for (position, input) in inputs.enumerated() {
      precondition(
        input.dtype == .float64 && !input.isShapeOnly,
        "gradient check of \(operation): input \(position) must be float64 with values, not "
          + "\(input.isShapeOnly ? "shape-only" : "\(input.dtype)"); make it with dtype: .float64")
    }
    return withoutActuallyEscaping(function) { function in
      let subject = Subject(operation: operation, seed: seed, function: function)
      var result = Result()
      let value = subject.value(inputs)
      let cotangent = random(value.shape, "cotangent")
      result.failures += repetitionFailures(subject, inputs, cotangent)
      compare(
        operation, .gradient, inputs, cotangents: [cotangent], tolerance: firstOrderTolerance,
        evaluate: { [subject.value($0)] },
        differentiate: { subject.gradients($0, cotangents: $1) }, &result)
      if order == .second {
        compare(
          operation, .secondDerivative, inputs + [cotangent],
          cotangents: inputs.indices.map { random(inputs[$0].shape, "second cotangent \($0)") },
          tolerance: secondOrderTolerance,
          evaluate: { subject.gradients(Array($0.dropLast()), cotangents: [$0.last!]) },
          differentiate: { subject.secondGradients($0, cotangents: $1) }, &result)
      }
      return result
    }
  }

  /// Numbers of magnitude 0.5...1 and either sign: no element's weight is lost, no step is long.
  func random(_ shape: Shape, _ purpose: String) -> Tensor {
    let stream = RandomStream(seed: seed, name: "gradient check/\(purpose)")
    return Tensor.generate(shape, dtype: .float64) { index in
      let magnitude = 0.5 + 0.5 * stream.uniform(2 * index)
      return stream.uniform(2 * index + 1) < 0.5 ? -magnitude : magnitude
    }
  }
}
