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

  /// Prepared filters of at most so many bytes are always kept.
  static let limit = 16 << 20
}

extension Tensor {
  /// What `make` makes of this filter; where nothing is recorded, and so weights stand still, it is kept
  /// with the elements until they change, if there is room.
  func prepared<Value: AnyObject>(
    _ form: Preparation.Form, for problem: ConvolutionProblem, byteCount: Int, _ make: () -> Value
  ) -> Value {
    kept(form, for: problem, byteCount: byteCount, make) ?? make()
  }

  /// The same, or nil where it would not be kept.
  func kept<Value: AnyObject>(
    _ form: Preparation.Form, for problem: ConvolutionProblem, byteCount: Int, _ make: () -> Value
  ) -> Value? {
    guard !problem.roundingCompounds else { return nil }
    let key = Preparation(form: form, shape: shape, tier: problem.tier)
    return storage.kept(key, byteCount: byteCount, make)
  }
}
