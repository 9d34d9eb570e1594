import Gradus

/// max(x, 0)² as a layer.
public final class SquaredReLU: Layer {
  /// Makes the layer.
  public init() {}

  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable {
    record(
      TapeOperation("squaredReLU", .activation(ActivationTraits(keepsZero: true, rectifies: true))),
      value: x.value.relu().squared(), (x, { g in g * x.relu() * 2 }))
  }
}
