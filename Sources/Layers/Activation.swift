import Autodiff

/// max(x, 0).
public final class ReLU: Layer {
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.relu() }
}

/// min(max(x, 0), 6) (Howard et al. 2017).
public final class ReLU6: Layer {
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.clamped(to: 0...6) }
}

/// 1 / (1 + exp(-x)).
public final class Sigmoid: Layer {
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.sigmoid() }
}

/// The hyperbolic tangent.
public final class Tanh: Layer {
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.tanh() }
}

/// x / (1 + exp(-x)), also called swish (Elfwing et al. 2017).
public final class SiLU: Layer {
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x * x.sigmoid() }
}

/// min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, §5.2).
public final class HardSigmoid: Layer {
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { (x + 3).clamped(to: 0...6) / 6 }
}

/// x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, §5.2).
public final class HardSwish: Layer {
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x * (x + 3).clamped(to: 0...6) / 6 }
}
