import GradusTensors

extension GradientCheck {
  /// The errors a check found.
  public struct Result: Sendable {
    /// The greatest relative error of a gradient.
    public internal(set) var maximumGradientError = 0.0
    /// The greatest relative error of a second derivative; 0 when none was checked.
    public internal(set) var maximumSecondDerivativeError = 0.0
    /// What is beyond tolerance, first order first; empty when the check passed.
    public internal(set) var failures: [Failure] = []

    /// Whether nothing is beyond tolerance.
    public var passed: Bool { failures.isEmpty }
    /// The greatest relative error of any order.
    public var maximumRelativeError: Double {
      max(maximumGradientError, maximumSecondDerivativeError)
    }

    mutating func note(_ error: Double, _ kind: Failure.Kind) {
      switch kind {
      case .secondDerivative:
        maximumSecondDerivativeError = max(maximumSecondDerivativeError, error)
      default:
        maximumGradientError = max(maximumGradientError, error)
      }
    }
  }

  /// One derivative that is not what it should be.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    /// What was compared.
    public enum Kind: String, Sendable {
      /// A gradient with a finite difference of the value.
      case gradient
      /// A gradient's gradient with a finite difference of the gradient.
      case secondDerivative = "second derivative"
      /// Two backward runs of one graph, which must agree to the last bit.
      case repetition = "repeated gradient"
      /// A recorded backward run with a plain one, which must agree up to rounding.
      case recordedGradient = "recorded gradient"
    }

    /// The operation's name.
    public let operation: String
    /// What was compared.
    public let kind: Kind
    /// The position of the input; parameters follow the inputs in the order of their first use, and
    /// the output's cotangent follows them.
    public let input: Int
    /// What was differentiated for: `input 1`, `parameter fc.weight` or `the output's cotangent`.
    public let name: String
    /// The row-major position in the input of the element that is furthest off.
    public let element: Int
    /// The row-major position in the output when the full Jacobian was compared.
    public let output: Int?
    /// The derivative that the backward run gave.
    public let analytic: Double
    /// The derivative by finite difference, or what the other backward run gave.
    public let numeric: Double
    /// Their difference, relative to the greater magnitude.
    public let relativeError: Double
    /// Whether finite differences disagree with each other there, so that no derivative exists.
    public let isAtKink: Bool

    /// One line that names the operation, input or parameter, element and both values.
    public var description: String {
      let place = "\(name) at element \(element)\(output.map { " of output element \($0)" } ?? "")"
      if isAtKink {
        return "\(operation): the function has a kink or a tie for \(place): finite differences "
          + "disagree with each other there (one gives \(numeric), the \(kind.rawValue) is "
          + "\(analytic)); move the input, or take a smaller step"
      }
      return "\(operation): the \(kind.rawValue) for \(place) is \(analytic), but "
        + "\(kind == .gradient || kind == .secondDerivative ? "finite differences give" : "it was")"
        + " \(numeric) (relative error \(relativeError))"
    }
  }
}
