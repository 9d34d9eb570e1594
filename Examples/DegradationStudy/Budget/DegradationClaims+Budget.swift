import GradusClaims

extension DegradationClaims {
  /// The claims, each with the trainings that its verdict holds for.
  func budgeted(_ claims: [Claim]) -> [Claim] {
    claims.map { claim in
      var claim = claim
      claim.budget = budget(of: claim)
      return claim
    }
  }

  private func budget(of claim: Claim) -> String {
    var seen: Set<String> = []
    let texts = claim.experiments.compactMap(budget).filter { seen.insert($0).inserted }
    return texts.isEmpty ? "nets before training" : texts.joined(separator: "; ")
  }

  /// What an experiment trains; nil for one that trains nothing.
  private func budget(of experiment: ExperimentName) -> String? {
    let images = "images at 1/\(scale.shrinkage) of their side"
    switch experiment {
    case .fullyConnectedInitialization, .convolutionalInitialization, .shattering, .whiteness,
      .jacobianSpectra:
      return nil
    case .fullyConnectedDepth, .identityInitialization, .largestLearningRate:
      return "fully connected nets of \(scale.mlpWidth), \(scale.mlpSteps) steps of 128, \(images)"
    case .auxiliaryHeads: return "GoogLeNet, \(scale.headSteps) steps"
    case .curves:
      guard let runs else { return nil }
      return "nets of width \(runs.width), \(runs.steps) steps of \(runs.batchSize)"
    case .normAndShortcut:
      return "convolutional nets of width \(scale.convolutionalWidth), "
        + "\(NetComparison.normAndShortcut(scale).steps) steps of \(scale.comparisonBatch) at each "
        + "net's best rate, \(images)"
    default:
      let width = scale.convolutionalWidth * (experiment == .width ? WidthGap.factor : 1)
      return "convolutional nets of width \(width), \(scale.convolutionalSteps) steps of "
        + "\(scale.convolutionalBatch) at \(scale.convolutionalRate), \(images)"
    }
  }
}
