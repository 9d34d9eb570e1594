import GradusVectorKernels

/// A form that a kernel brings a filter to before it uses it.
struct Preparation: Hashable {
  enum Form: Hashable {
    /// Panels of a convolution's outputs.
    case panels(groups: Int)
    /// Winograd's frequencies.
    case transformed(WinogradTile)
    /// Whether all weights are finite.
    case finiteness
  }

  let form: Form
  let shape: Shape
  let tier: VectorUnit.Tier

  /// Prepared filters of at most so many bytes are kept.
  static let limit = 16 << 20
}

extension Tensor {
  /// What `make` makes of this filter; where nothing is recorded, and so weights stand still, it is kept
  /// with the elements until they change.
  func prepared<Value: AnyObject>(
    _ form: Preparation.Form, for problem: ConvolutionProblem, byteCount: Int, _ make: () -> Value
  ) -> Value {
    guard !problem.roundingCompounds, byteCount <= Preparation.limit else { return make() }
    return storage.prepared(Preparation(form: form, shape: shape, tier: problem.tier), make)
  }
}
