import GradusTensors

/// Compares the derivatives an operation computes with finite differences, in double precision.
///
///     extension Variable {
///       func cubed() -> Variable {
///         record(TapeOperation("cubed", .arithmetic), value: value * value * value, (self, { g in g * self * self * 3 }))
///       }
///     }
///     let x = Tensor([0.3, -1.2, 2], shape: [3], dtype: .float64)
///     try GradientCheck(order: .second).verify("cubed", [x]) { $0[0].cubed() }
///     try GradientCheck().verify("my layer", [x]) { layer($0[0]) }      // its parameters too
///
/// Checked are the derivatives for the inputs and for every trainable parameter of the layers that
/// the function runs. The model stays as it is: running statistics do not move.
///
/// By default one random direction and one random cotangent decide for each input: the product of
/// the analytic gradient with the direction is compared with a fourth-order central difference.
/// When they disagree, all elements are tried one by one, and with a smaller step, to name the worst.
/// The function may draw random numbers from its variables' tape (dropout): every evaluation draws
/// the same.
///
/// At kinks and ties no derivative exists. Where the differences of two step sizes disagree with each
/// other, the failure says so, and does not blame the gradient.
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
  /// How layers behave: `.training` checks batch statistics and dropout.
  public var mode: Tape.Mode
  /// Distance between the points of a finite difference; a 25th of it is tried where that fails.
  public var step: Double
  /// The greatest relative error of a gradient that passes.
  public var firstOrderTolerance: Double
  /// The greatest relative error of a second derivative that passes.
  public var secondOrderTolerance: Double
  /// The seed of directions and cotangents, and of the tapes.
  public var seed: UInt64

  /// Makes a check; the defaults suit functions of well-scaled inputs (magnitudes around 1).
  public init(
    order: Order = .first, comparesJacobian: Bool = false, mode: Tape.Mode = .inference,
    step: Double = 2.5e-4, firstOrderTolerance: Double = 1e-7, secondOrderTolerance: Double = 1e-5,
    seed: UInt64 = 0
  ) {
    self.order = order
    self.comparesJacobian = comparesJacobian
    self.mode = mode
    self.step = step
    self.firstOrderTolerance = firstOrderTolerance
    self.secondOrderTolerance = secondOrderTolerance
    self.seed = seed
  }

  /// Checks a function and throws the first failure.
  ///
  /// - Parameters:
  ///   - operation: the name that messages use.
  ///   - inputs: `.float64` tensors of any shapes; anything else traps. Parameters too must be of
  ///     that type: `initialize(seed:dtype:)`.
  ///   - function: maps variables of those shapes to one of any shape.
  /// - Throws: `Failure` with the operation, input or parameter, element, analytic and numeric value.
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
        !input.isShapeOnly,
        "gradient check of \(operation): input \(position) of shape \(input.shape) has no values")
      precondition(
        input.dtype == .float64,
        "gradient check of \(operation): input \(position) of shape \(input.shape) is \(input.dtype) "
          + "and must be float64; make it with dtype: .float64, or convert it with "
          + "converted(to: .float64)")
    }
    return withoutActuallyEscaping(function) { function in
      let subject = Subject(operation, mode: mode, seed: seed, inputs: inputs, function)
      let arguments = subject.arguments
      var result = Result()
      let value = subject.value(arguments)
      let cotangent = random(value.shape, "cotangent")
      result.failures += repetitionFailures(subject, cotangent)
      compare(
        subject, .gradient, arguments, cotangents: [cotangent], tolerance: firstOrderTolerance,
        evaluate: { [subject.value($0)] },
        differentiate: { subject.gradients($0, cotangents: $1) }, &result)
      if order == .second {
        compare(
          subject, .secondDerivative, arguments + [cotangent],
          cotangents: arguments.indices.map {
            random(arguments[$0].shape, "second cotangent \($0)")
          },
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
