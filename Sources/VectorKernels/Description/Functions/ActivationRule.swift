/// What an activation computes.
///
/// Value and pullback are types' and not closures', so that the compiler makes a loop of its own for
/// each; they are written once, for vectors and numbers in a kernel and for variables whose gradient is
/// recorded. Ties are those of the single operations, and PyTorch's: 0 at 0 for ReLU, and at both ends
/// of a clamp.
@usableFromInline
package protocol ActivationRule {
  /// The activation of the argument `x`.
  static func value<X: ActivationArithmetic>(_ x: X) -> X
  /// The gradient for the argument `x` from the gradient `g` of the result.
  static func pulledBack<X: ActivationArithmetic>(_ g: X, at x: X) -> X
}
