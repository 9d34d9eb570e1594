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
    }
  }
}
