import GradusAutodiff
import GradusTensors

extension TapeOperation {
  /// What a drawing calls the operation.
  var title: String {
    switch (name, kind) {
    case ("add", _): "+"
    case ("subtract", _): "−"
    case (_, .multiplication): "×"
    case (_, .concatenation): "concatenate"
    case ("reshape", _): "flatten"
    case ("maxPool", _): "max pool"
    case ("averagePool", _), ("adaptiveAveragePool", _): "average pool"
    case ("batchNormalization", _), ("batchNormalizationFixed", _): "BatchNorm"
    case ("groupNormalization", _): "GroupNorm"
    case ("clamp", _) where attributes["low"] == .number(0) && attributes["high"] == .number(6):
      Activation.relu6.title
    case (_, .activation): Activation(rawValue: name)?.title ?? name
    default: name
    }
  }
}

extension Activation {
  /// What a drawing calls the function.
  var title: String {
    switch self {
    case .relu: "ReLU"
    case .relu6: "ReLU6"
    case .silu: "SiLU"
    default: rawValue
    }
  }
}

extension TapeOperation.Kind {
  /// Whether a drawing shows it as a box of its own wherever it happens.
  var standsAlone: Bool {
    switch self {
    case .addition, .activation, .dropout, .concatenation: true
    default: false
    }
  }
}
