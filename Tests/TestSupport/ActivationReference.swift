import Foundation
import Gradus

/// What an activation is, as written in the papers: what everything else about it is compared with.
public struct ActivationReference: Sendable {
  /// The value and the slope for one number; slopes at kinks are those of the single operations.
  public let function: @Sendable (Double) -> (y: Double, slope: Double)
  /// Where the slope jumps.
  public let kinks: [Double]
  /// The layer that is nothing else; none for the identity.
  public let makeLayer: @Sendable () -> (any Layer)?

  private init(
    kinks: [Double] = [], _ makeLayer: @escaping @Sendable () -> (any Layer)?,
    _ function: @escaping @Sendable (Double) -> (y: Double, slope: Double)
  ) {
    (self.function, self.kinks, self.makeLayer) = (function, kinks, makeLayer)
  }

  /// The reference of an activation.
  public static func of(_ activation: Activation) -> ActivationReference {
    switch activation {
    case .identity: .init({ nil }) { ($0, 1) }
    case .relu: .init(kinks: [0], { ReLU() }) { (max($0, 0), $0 > 0 ? 1 : 0) }
    case .relu6:
      .init(kinks: [0, 6], { ReLU6() }) { (min(max($0, 0), 6), $0 > 0 && $0 < 6 ? 1 : 0) }
    case .hardSwish:
      .init(kinks: [-3, 3], { HardSwish() }) { v in
        let gate = min(max(v + 3, 0), 6)
        return (v * gate / 6, (gate + (abs(v) < 3 ? v : 0)) / 6)
      }
    case .hardSigmoid:
      .init(kinks: [-3, 3], { HardSigmoid() }) {
        (min(max($0 + 3, 0), 6) / 6, abs($0) < 3 ? 1.0 / 6 : 0)
      }
    case .silu:
      .init({ SiLU() }) { v in
        let s = 1 / (1 + exp(-v))
        return (v * s, s + v * s * (1 - s))
      }
    case .sigmoid:
      .init({ Sigmoid() }) { v in
        let s = 1 / (1 + exp(-v))
        return (s, s * (1 - s))
      }
    case .tanh:
      .init({ Tanh() }) { v in
        let e = exp(2 * v)
        let y = (e - 1) / (e + 1)
        return (y, 4 * e / ((e + 1) * (e + 1)))
      }
    case .elu: .init(kinks: [0], { ELU() }) { ($0 > 0 ? $0 : expm1($0), $0 > 0 ? 1 : exp($0)) }
    case .selu:
      .init(kinks: [0], { SELU() }) { v in
        let (scale, alpha) = (1.0507009873554805, 1.6732632423543772)
        return (scale * (v > 0 ? v : alpha * expm1(v)), scale * (v > 0 ? 1 : alpha * exp(v)))
      }
    case .gelu:
      .init({ GELU() }) { v in
        let below = erfc(-v / 2.0.squareRoot()) / 2
        return (v * below, below + v * exp(-v * v / 2) / (2 * Double.pi).squareRoot())
      }
    case .geluTanh:
      .init({ GELU(byTanh: true) }) { v in
        let inner = (2 / Double.pi).squareRoot() * (v + 0.044715 * v * v * v)
        let slope = (2 / Double.pi).squareRoot() * (1 + 3 * 0.044715 * v * v)
        let t = Foundation.tanh(inner)
        return (v * (1 + t) / 2, (1 + t) / 2 + v * slope / (cosh(inner) * cosh(inner)) / 2)
      }
    case .softplus:
      .init({ Softplus() }) { (max($0, 0) + log1p(exp(-abs($0))), 1 / (1 + exp(-$0))) }
    case .mish:
      .init({ Mish() }) { v in
        let t = Foundation.tanh(log1p(exp(v)))
        return (v * t, t + v * (1 - t * t) / (1 + exp(-v)))
      }
    }
  }
}
