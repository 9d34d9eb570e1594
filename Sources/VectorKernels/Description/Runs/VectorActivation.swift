/// The activations that an epilogue applies: those that need no elementary function.
@usableFromInline
package enum VectorActivation: Sendable {
  /// x.
  case identity
  /// max(x, 0).
  case relu
  /// min(max(x, 0), 6).
  case relu6
  /// x min(max(x + 3, 0), 6) / 6.
  case hardSwish
}
