import GradusClaims
import GradusStatistics

/// Claims about the training loss: He et al.'s degradation and what it is not.
extension DegradationClaims {
  var degradation: [Claim] {
    degradation([
      Family(
        experiment: .fullyConnectedDepth, steps: scale.mlpSteps, isAtEnd: false,
        plain: plainMLPs, residual: residualMLPs),
      Family(
        experiment: .convolutionalDepth, steps: scale.convolutionalSteps, isAtEnd: false,
        plain: plainNets, residual: residualNets),
    ]) + [
      Claim(
        14, "It is not overfitting, nor the rate", source: "He et al. 2015, §1 and §4.2",
        statement: "The deeper plain net is worse in training and in testing alike, each net at "
          + "its own best learning rate, and with warm-up.",
        expected: "all gaps above 0", experiments: [.fullyConnectedDepth],
        criteria: [
          Criterion("test loss, \(plainMLPs.deep) − \(plainMLPs.shallow)", .positive) {
            $0.rise(.fullyConnectedDepth, plainMLPs, .testLoss, at: scale.mlpSteps)
          },
          Criterion("training loss, both at their best rates", .positive) {
            $0.rise(.fullyConnectedDepth, plainMLPs, .trainLoss, at: scale.mlpSteps)
          },
          Criterion("training loss, both with warm-up", .positive) {
            $0.rise(.fullyConnectedDepth, plainMLPs.map(\.withWarmUp), .trainLoss)
          },
        ]),
      Claim(
        22, "Batch norm harms deep plain nets", source: "Yang et al. 2019, §1",
        statement: "A deep plain fully connected net trains worse with batch norm than without, "
          + "each at its best rate.", expected: "1.04–1.12 against 0.69–0.72 at 32 layers",
        experiments: [.fullyConnectedDepth],
        criteria: [
          Criterion("training loss with norm − without, \(plainMLPs.deep)", .positive) {
            normCost($0) { $0 }
          }.repeated(OtherRounding.repetitions) { seed, repetition in
            normCost(seed) { $0.withOtherRounding(repetition) }
          }
        ]),
      Claim(
        26, "Longer training does not close the gap", source: "He et al. 2015, §4.1, footnote 3",
        statement: "Three times as many steps leave plain nets behind residual ones.",
        expected: "a difference of differences above 0", experiments: [.fullyConnectedDepth],
        criteria: [
          Criterion("difference of differences after \(3 * scale.mlpSteps) steps", .positive) {
            $0.interaction(.fullyConnectedDepth, plainMLPs, residualMLPs, 3 * scale.mlpSteps)
          }
        ]),
    ]
  }

  /// How much higher the deep plain net's loss is with batch norm than without, both under a condition.
  private func normCost(
    _ seed: SeedEvidence, _ condition: (Subject) -> Subject
  ) -> Double? {
    let losses = [plainMLPs.deep, plainMLPs.deep.withoutNorm].map { net in
      seed.curve(.fullyConnectedDepth, condition(net), .trainLoss)?
        .value(at: Double(scale.mlpSteps))
    }
    return seed.difference(losses[0], losses[1])
  }

  /// Trained nets of one family.
  struct Family: Sendable {
    /// Where they are recorded.
    let experiment: ExperimentName
    /// After how many steps they are compared: the budget that verdicts hold for.
    let steps: Int
    /// Whether that is a value of the record, and no point of its curve.
    let isAtEnd: Bool
    let plain: NetPair, residual: NetPair

    /// The step of the curve; nil where the loss at the end counts.
    var step: Int? { isAtEnd ? nil : steps }
  }

  /// Claims that the losses of any shallow and deep, plain and residual nets decide.
  func degradation(_ families: [Family]) -> [Claim] {
    [
      Claim(
        12, "Deeper plain nets train worse", source: "He et al. 2015, §1, Fig. 1",
        statement: "Of two plain nets the deeper one has the higher training loss.",
        expected: "higher for every seed", experiments: families.map(\.experiment),
        criteria: families.map { family in
          Criterion(
            "training loss after \(family.steps) steps, \(family.plain.deep) − "
              + "\(family.plain.shallow)", .positive
          ) { $0.rise(family.experiment, family.plain, at: family.step) }
        }),
      Claim(
        13, "Shortcuts remove the degradation", source: "He et al. 2015, §4.1, Fig. 4",
        statement: "Depth raises the training loss of plain nets more than that of residual ones.",
        expected: "a difference of differences above 0", experiments: families.map(\.experiment),
        criteria: families.map { family in
          Criterion(
            "(\(family.plain.deep) − \(family.plain.shallow)) − "
              + "(\(family.residual.deep) − \(family.residual.shallow)) after \(family.steps) steps",
            .positive
          ) { $0.interaction(family.experiment, family.plain, family.residual, family.step) }
        }),
    ]
  }
}

extension SeedEvidence {
  /// How much the training loss rises from the shallow to the deep net, at a step or at the end.
  func rise(
    _ experiment: ExperimentName, _ nets: NetPair, at step: Int?
  ) -> Double? {
    step.map { rise(experiment, nets, .trainLoss, at: $0) }
      ?? rise(experiment, nets, .trainLoss)
  }

  /// (plain deep - plain shallow) - (residual deep - residual shallow) in training loss, at a step
  /// of the curve or at the end.
  func interaction(
    _ experiment: ExperimentName, _ plain: NetPair, _ residual: NetPair, _ step: Int?
  ) -> Double? {
    func loss(_ net: Subject) -> [Double]? {
      let loss =
        step.map { curve(experiment, net, .trainLoss)?.value(at: Double($0)) }
        ?? value(experiment, net, .trainLoss)
      return loss.map { [$0] }
    }
    guard let before = loss(plain.shallow), let after = loss(plain.deep),
      let controlBefore = loss(residual.shallow), let controlAfter = loss(residual.deep)
    else { return nil }
    return DifferenceOfDifferences.paired(
      treated: (before, after), control: (controlBefore, controlAfter))[0]
  }
}
