/// An elementwise function that can follow another operation in the same pass over memory.
public enum ActivationFunction: String, Sendable, Hashable, Codable, CaseIterable {
  /// x.
  case identity
  /// max(x, 0).
  case relu
  /// min(max(x, 0), 6) (Howard et al. 2017).
  case relu6
  /// x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, §5.2).
  case hardSwish
  /// x / (1 + exp(-x)) (Elfwing et al. 2017).
  case silu

  /// What is known of it without computing it.
  public var traits: ActivationTraits {
    switch self {
    case .identity: ActivationTraits(keepsZero: true, elementOperations: 0)
    case .relu, .relu6: ActivationTraits(keepsZero: true, rectifies: true)
    case .hardSwish: ActivationTraits(keepsZero: true, elementOperations: 4)
    case .silu: ActivationTraits(keepsZero: true, elementOperations: 2)
    }
  }
}
