/// What a flow probe measures of each weighted layer.
public enum FlowQuantity: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable
{
  /// ‖W‖, before the step.
  case weightNorm
  /// ‖∂L/∂W‖.
  case weightGradientNorm
  /// ‖∂L/∂h‖, h being what the layer passes on: after normalisation, addition and ReLU where they
  /// follow.
  case activationGradientNorm
  /// ‖W after the step - W before it‖.
  case updateNorm
  /// The angle between W before and after the step, in degrees.
  case updateAngle
  /// The learning rate over ‖W‖²: how fast the direction of a weight moves that a normalisation
  /// follows (van Laarhoven 2017, §2).
  case effectiveLearningRate
  /// The mean of the layer's response, after normalisation and before addition and ReLU.
  case responseMean
  /// The standard deviation of the layer's response (He et al. 2015, Fig. 7).
  case responseDeviation
  /// The share of channels whose rectification is zero for the whole batch.
  case deadShare
  /// The fourth standardised moment of ∂L/∂W; 3 for a normal distribution.
  case gradientKurtosis

  /// The quantity in words, with its unit.
  public var label: String {
    switch self {
    case .weightNorm: "weight norm ‖W‖"
    case .weightGradientNorm: "weight gradient norm ‖∂L/∂W‖"
    case .activationGradientNorm: "activation gradient norm ‖∂L/∂h‖"
    case .updateNorm: "update norm ‖ΔW‖"
    case .updateAngle: "update angle (degrees)"
    case .effectiveLearningRate: "effective learning rate η/‖W‖²"
    case .responseMean: "response mean"
    case .responseDeviation: "response standard deviation"
    case .deadShare: "share of dead ReLU channels"
    case .gradientKurtosis: "gradient kurtosis"
    }
  }

  /// Whether its differences are ratios, so that a logarithmic scale suits it.
  public var isLogarithmic: Bool { self != .responseMean && self != .deadShare }
}
