import Foundation
import GradusClaims

/// Claims about the first steps of training.
extension DegradationClaims {
  var trainingDynamics: [Claim] {
    dynamics(
      .convolutionalDepth, plain: plainNets, residual: residualNets, late: lateStep,
      rate: scale.convolutionalRate)
      + [
        Claim(
          9, "Early plain layers inflate", source: "van Laarhoven 2017; Arora et al. 2018",
          statement: "Exploding gradients blow up the first layer's weights, and batch norm then "
            + "starves it, because its effective rate falls with the squared norm.",
          expected: "226-fold growth by step 100 in plain-56, 2.8-fold in ResNet-56",
          experiments: [.convolutionalDepth],
          criteria: [
            Criterion(
              "growth of ‖W₁‖ by \(lateStep), \(plainNets.deep)", .atLeast(10), .logarithmic
            ) {
              $0.curve(.convolutionalDepth, plainNets.deep, .firstWeightGrowth)?
                .value(at: Double(lateStep))
            },
            Criterion(
              "growth of ‖W₁‖ by \(lateStep), \(residualNets.deep)", .atMost(5), .logarithmic
            ) {
              $0.curve(.convolutionalDepth, residualNets.deep, .firstWeightGrowth)?
                .value(at: Double(lateStep))
            },
          ]),
        Claim(
          21, "Batch norm allows larger rates", source: "Bjorck et al. 2018, §3",
          statement: "The largest learning rate at which a net learns is ten times larger with "
            + "batch norm.", expected: "at least 10 times", experiments: [.largestLearningRate],
          criteria: [
            Criterion("largest rate with norm / without", .atLeast(10), .logarithmic) { seed in
              seed.ratio(.largestLearningRate, .normalizedNet, over: .bareNet, .largestRate)
            }.repeated(OtherRounding.repetitions) { seed, repetition in
              seed.ratio(
                .largestLearningRate, Subject.normalizedNet.withOtherRounding(repetition),
                over: Subject.bareNet.withOtherRounding(repetition), .largestRate)
            }
          ]),
      ]
  }

  /// The step that stands for "later": 100, or the last log-spaced one of a shorter run.
  var lateStep: Int { scale.convolutionalSteps > 100 ? 100 : scale.convolutionalSteps > 3 ? 3 : 1 }

  /// Claims that the gradient norms of any training of plain and residual nets decide.
  func dynamics(
    _ experiment: ExperimentName, plain: NetPair, residual: NetPair, late: Int, rate: Double
  ) -> [Claim] {
    @Sendable func ratio(_ net: Subject, _ step: Int) -> @Sendable (SeedEvidence) -> Double? {
      { $0.curve(experiment, net, .gradientRatio)?.value(at: Double(step)) }
    }
    return [
      Claim(
        7, "Plain gradients are healthy", source: "He et al. 2015, §4.1",
        statement: "“Backward propagated gradients exhibit healthy norms with BN”: first and last "
          + "layer of the deep plain net stay within a factor of 10.",
        expected: "false: 2100 at step 0, 0.9 at step 1, 0.01 from step 10; true for ResNets",
        experiments: [experiment],
        criteria: [0, late].map { step in
          Criterion(
            "first/last gradient of \(plain.deep) at step \(step)", .within(0.1...10),
            .logarithmic, ratio(plain.deep, step))
        } + [
          Criterion(
            "first/last gradient of \(residual.deep) at step \(late)", .within(0.1...10),
            .logarithmic, ratio(residual.deep, late))
        ]),
      Claim(
        8, "One step tames the explosion", source: "Yang et al. 2019",
        statement: "A single step at a rate of \(rate) shrinks the range of the gradients of the "
          + "deep plain net at least tenfold.",
        expected: "from 2100 to 0.9 at a rate of 0.1", experiments: [experiment],
        criteria: [
          Criterion(
            "ratio at step 1 / ratio at step 0, \(plain.deep)", .atMost(0.1), .logarithmic
          ) { seed in
            seed.ratio(ratio(plain.deep, 1)(seed), ratio(plain.deep, 0)(seed))
          }
        ]),
    ]
  }
}
