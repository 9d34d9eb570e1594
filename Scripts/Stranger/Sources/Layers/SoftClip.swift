import Gradus

/// x / (1 + |x|) as a layer.
public final class SoftClip: Layer {
  /// Makes the layer.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.softClipped() }
}

extension Variable {
  func softClipped() -> Variable {
    record(
      TapeOperation("softClip", .activation(ActivationTraits(keepsZero: true))),
      value: value / (value.absolute() + 1),
      (self, { g in g / (self.absolute() + 1).squared() }))
  }
}
