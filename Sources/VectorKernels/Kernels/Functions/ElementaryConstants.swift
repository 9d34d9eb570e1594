import GradusVectorKernels

/// What elementary functions need to know of an element type.
///
/// The polynomials are minimax fits of this library, lowest power first.
protocol ElementaryConstants: SendableMetatype {
  associatedtype Scalar: VectorScalar

  /// Adding it rounds a number to a whole one, which the lowest bits of the sum then hold.
  static var rounder: Scalar { get }
  /// Exponents beyond which exp is infinite, and 0.
  static var exponentialRange: (low: Scalar, high: Scalar) { get }
  /// Log 2 as the nearest number and what that leaves, and its reciprocal.
  static var log2: (high: Scalar, low: Scalar) { get }
  /// Log 2 as a number whose multiples by exponents are exact, and what that leaves.
  static var shortLog2: (high: Scalar, low: Scalar) { get }
  /// Below it exp(x) - 1 is -1.
  static var lowestExponent: Scalar { get }
  /// Beyond it tanh is 1.
  static var tanhRange: Scalar { get }
  /// Up to it exp(x) and exp(-x) are normal numbers.
  static var sigmoidRange: Scalar { get }
  /// Angles from here on are reduced by the C library, in double precision.
  static var widestAngle: Scalar { get }
  /// The middle of the interval that `complement` is fitted on, and its end, where erf is 1.
  static var complementMiddle: Scalar { get }
  static var complementEnd: Scalar { get }

  /// (exp(r) - 1 - r) / r².
  static var exponential: [Scalar] { get }
  /// (2 artanh(s) / s - 2) / s² of s².
  static var logarithm: [Scalar] { get }
  /// (tanh(x) / x - 1) / x² of x².
  static var tanh: [Scalar] { get }
  /// (sin(x) / x - 1) / x² of x².
  static var sine: [Scalar] { get }
  /// erf(x) / x - 1 of x², up to 1.
  static var errorFunction: [Scalar] { get }
  /// -log(1 - erf(x)) of x - `complementMiddle`, from 1 on.
  static var complement: [Scalar] { get }
}
