import GradusAutodiff
import GradusTensors

/// A layer that is an activation, which the operation before it can apply in the same pass over
/// memory.
public protocol ActivationLayer: Layer {
  /// The function.
  static var activation: Activation { get }
}

extension ActivationLayer {
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.activated(Self.activation) }
}

/// max(x, 0).
public final class ReLU: ActivationLayer {
  /// `relu`.
  public static let activation = Activation.relu
  /// Makes the activation.
  public init() {}
}

/// min(max(x, 0), 6) (Howard et al. 2017).
public final class ReLU6: ActivationLayer {
  /// `relu6`.
  public static let activation = Activation.relu6
  /// Makes the activation.
  public init() {}
}

/// 1 / (1 + exp(-x)).
public final class Sigmoid: ActivationLayer {
  /// `sigmoid`.
  public static let activation = Activation.sigmoid
  /// Makes the activation.
  public init() {}
}

/// The hyperbolic tangent.
public final class Tanh: ActivationLayer {
  /// `tanh`.
  public static let activation = Activation.tanh
  /// Makes the activation.
  public init() {}
}

/// x / (1 + exp(-x)), also called swish (Elfwing et al. 2017).
public final class SiLU: ActivationLayer {
  /// `silu`.
  public static let activation = Activation.silu
  /// Makes the activation.
  public init() {}
}

/// min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, §5.2).
public final class HardSigmoid: ActivationLayer {
  /// `hardSigmoid`.
  public static let activation = Activation.hardSigmoid
  /// Makes the activation.
  public init() {}
}

/// x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, §5.2).
public final class HardSwish: ActivationLayer {
  /// `hardSwish`.
  public static let activation = Activation.hardSwish
  /// Makes the activation.
  public init() {}
}
