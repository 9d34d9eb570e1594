import GradusAutodiff
import GradusTensors

/// x for x > 0, else a small multiple of x (Maas et al. 2013).
public final class LeakyReLU: Layer {
  /// The slope below 0.
  public let slope: Double
  /// Makes the activation.
  public init(slope: Double = 0.01) { self.slope = slope }
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.leakyReLU(slope: slope) }
}

/// x for x > 0, else a learned multiple of x (He et al. 2015, "Delving deep", §2.1).
public final class PReLU: Layer {
  /// The slopes below 0, `[channels]`, or `[1]` for one that all share.
  public let weight: Parameter

  /// Makes the activation; `channels` 1 shares one slope.
  public init(_ channels: Int = 1, slope: Double = 0.25) {
    weight = Parameter([channels], .constant(slope))
  }

  /// Applies it to each element; traps unless the slopes are one or as many as the last axis is long.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      weight.shape == [1] || x.shape.rank > 0 && x.shape[-1] == weight.shape[0],
      "PReLU: input \(x.shape) must have \(weight.shape[0]) channels on its last axis")
    return x.prelu(weight.variable(on: x))
  }
}

/// x for x > 0, else α (exp(x) - 1) (Clevert et al. 2016).
public final class ELU: Layer {
  /// What it falls to below 0, with the sign turned.
  public let alpha: Double
  /// Makes the activation.
  public init(alpha: Double = 1) { self.alpha = alpha }
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable {
    alpha == 1 ? x.activated(.elu) : x.elu(alpha: alpha)
  }
}

/// x Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016).
public final class GELU: Layer {
  /// Whether Φ is approximated with the hyperbolic tangent.
  public let byTanh: Bool
  /// Makes the activation.
  public init(byTanh: Bool = false) { self.byTanh = byTanh }
  /// Applies it to each element.
  public func forward(_ x: Variable) -> Variable { x.gelu(byTanh: byTanh) }
}

/// λ x for x > 0, else λ α (exp(x) - 1) (Klambauer et al. 2017).
public final class SELU: ActivationLayer {
  /// `selu`.
  public static let activation = Activation.selu
  /// Makes the activation.
  public init() {}
}

/// log(1 + exp(x)) (Dugas et al. 2001).
public final class Softplus: ActivationLayer {
  /// `softplus`.
  public static let activation = Activation.softplus
  /// Makes the activation.
  public init() {}
}

/// x tanh(log(1 + exp(x))) (Misra 2019).
public final class Mish: ActivationLayer {
  /// `mish`.
  public static let activation = Activation.mish
  /// Makes the activation.
  public init() {}
}
