import GradusAutodiff
import GradusTensors

/// An activation that can be applied by the operation before it, in the same pass over memory.
public protocol FusibleActivation: Layer {
  /// The function.
  static var function: ActivationFunction { get }
}

/// max(x, 0).
public final class ReLU: FusibleActivation {
  /// `relu`.
  public static let function = ActivationFunction.relu
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.relu() }
}

/// min(max(x, 0), 6) (Howard et al. 2017).
public final class ReLU6: FusibleActivation {
  /// `relu6`.
  public static let function = ActivationFunction.relu6
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
public final class SiLU: FusibleActivation {
  /// `silu`.
  public static let function = ActivationFunction.silu
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
public final class HardSwish: FusibleActivation {
  /// `hardSwish`.
  public static let function = ActivationFunction.hardSwish
  /// Makes the activation.
  public init() {}
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x * (x + 3).clamped(to: 0...6) / 6 }
}
