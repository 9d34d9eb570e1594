/// A function of neighbouring elements, or the gradient for its argument.
@usableFromInline
package struct FunctionRun<T: VectorScalar> {
  /// What is computed.
  @usableFromInline package let function: ElementFunction
  /// The arguments.
  @usableFromInline package let source: UnsafePointer<T>
  /// The gradient of the result, if that of the argument is wanted; of activations only.
  @usableFromInline package let gradient: UnsafePointer<T>?
  /// Where the results go; may be `source` or `gradient`.
  @usableFromInline package let target: UnsafeMutablePointer<T>
  /// The number of elements.
  @usableFromInline package let count: Int

  /// Makes a run; all memory has to stay valid until it has run.
  @inlinable
  package init(
    _ function: ElementFunction, _ source: UnsafePointer<T>, gradient: UnsafePointer<T>? = nil,
    to target: UnsafeMutablePointer<T>, count: Int
  ) {
    (self.function, self.source, self.gradient) = (function, source, gradient)
    (self.target, self.count) = (target, count)
  }
}
