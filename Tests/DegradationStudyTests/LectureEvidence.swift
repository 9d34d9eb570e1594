import GradusClaims
import GradusTensors

@testable import DegradationStudy

/// Records as the lecture leads one to expect them, for its claims to be judged on, and what makes
/// each claim false.
struct LectureEvidence {
  let scale = StudyPreset.quick.scale()
  private(set) var evidence = Evidence()

  /// What the lecture expects: values by experiment and subject.
  private static let expected: [(ExperimentName, Subject, [Quantity: Double])] = [
    (.vggVariants, .vgg, [.trainLoss: 0.6]),
    (.vggVariants, .vggPairs, [.trainLoss: 0.6, .multiplyAdds: 180]),
    (.vggVariants, .vggShallow, [.testError: 0.2]),
    (.vggVariants, .vggLocalResponse, [.testError: 0.201]),
    (.vggVariants, .vggBatchNorm, [.trainLoss: 0.4]),
    (.vggVariants, .vggSingleFilters, [.trainLoss: 0.7, .multiplyAdds: 250]),
    (.vggVariants, .vggLinearPairs, [.trainLoss: 0.8]),
    (.halvingTimes, .bothInTurn, [.multiplyAddsRatio: 1, .timeRatio: 1.1]),
    (.stemTimes, .bothInTurn, [.timeRatio: 0.5]),
    (.plainSizes, .plain(8).width(4), [.trainLoss: 0.8]),
    (.plainSizes, .plain(8).width(8), [.trainLoss: 0.6]),
    (.plainSizes, .plain(8).width(16), [.trainLoss: 0.5]),
    (.plainSizes, .plain(44).width(8), [.trainLoss: 1.1]),
    (.stems, .aggressiveStem, [.multiplyAdds: 105, .testError: 0.2]),
    (.stems, .gentleStem, [.multiplyAdds: 100, .testError: 0.21]),
    (.inceptionModules, .reducedInception, [.multiplyAdds: 100, .trainLoss: 0.6]),
    (.inceptionModules, .naiveInception, [.multiplyAdds: 300, .trainLoss: 0.59]),
    (.classifierHeads, .averagedHead, [.parameters: 10, .trainLoss: 0.3, .testLoss: 0.6]),
    (.classifierHeads, .flattenedHead, [.parameters: 500, .trainLoss: 0.1, .testLoss: 0.9]),
    (.auxiliaryHeads, .withHeads, [.stemGradient: 1.8, .trainLoss: 1.2]),
    (.auxiliaryHeads, .withoutHeads, [.stemGradient: 1, .trainLoss: 2.2]),
    (.families, .basicBlocks, [.multiplyAdds: 100, .trainLoss: 0.6]),
    (.families, .bottlenecks, [.multiplyAdds: 101, .trainLoss: 0.61]),
    (.families, .groupedBottlenecks, [.multiplyAdds: 102, .trainLoss: 0.55]),
    (.families, .excitation, [.multiplyAdds: 99, .trainLoss: 0.54]),
    (.families, .denseNet, [.multiplyAdds: 98, .trainLoss: 0.5]),
    (.families, .depthwise, [.multiplyAdds: 103, .trainLoss: 0.53]),
    (.familyFlow, .deepPlain, [.gradientRatio: 1_500]),
    (.familyFlow, .deepResidual, [.gradientRatio: 7]),
    (.familyFlow, .deepPreActivation, [.gradientRatio: 4]),
    (.familyFlow, .deepDense, [.gradientRatio: 3]),
    (.familyFlow, .deepExcitation, [.gradientRatio: 5]),
    (
      .ensembleVotes, .familyEnsemble,
      [.meanMemberError: 0.2, .bestMemberError: 0.18, .ensembleError: 0.16, .viewsError: 0.15]
    ),
    (.cellSearch, .searchedCell, [.testLoss: 0.5]),
    (.cellSearch, .randomCell(0), [.testLoss: 0.6]),
    (.cellSearch, .randomCell(1), [.testLoss: 0.7]),
    (.cellSearch, .randomCell(2), [.testLoss: 0.55]),
  ]

  init() {
    for seed in scale.seeds {
      for (experiment, subject, values) in Self.expected {
        let stream = RandomStream(seed: seed, name: "\(experiment.rawValue) \(subject)")
        // What is counted has no scatter.
        let exact: Set<Quantity> = [.multiplyAdds, .multiplyAddsRatio, .parameters]
        let noisy = values.sorted { $0.key.rawValue < $1.key.rawValue }.enumerated()
          .map { index, entry in
            let noise = exact.contains(entry.key) ? 0 : 0.002 * stream.normal(index)
            return (entry.key, entry.value * (1 + noise))
          }
        evidence[experiment].append(
          TrialRecord(
            Trial(subject: subject, seed: seed, cost: 0),
            values: Dictionary(uniqueKeysWithValues: noisy)))
      }
    }
  }

  /// Changes a value of one subject for every seed.
  mutating func change(
    _ experiment: ExperimentName, _ subject: Subject, _ quantity: Quantity,
    _ change: (Double) -> Double?
  ) {
    var records = evidence[experiment]
    for index in records.indices where records[index].subject == subject {
      records[index][quantity] = records[index][quantity].flatMap(change)
    }
    evidence[experiment] = records
  }

  /// Marks a subject's runs as diverged.
  mutating func diverge(_ experiment: ExperimentName, _ subject: Subject) {
    var records = evidence[experiment]
    for index in records.indices where records[index].subject == subject {
      records[index].diverged = true
    }
    evidence[experiment] = records
  }

  typealias Violation = @Sendable (inout LectureEvidence) -> Void

  /// For each claim what makes it false.
  static let violations: [(claim: Int, change: Violation)] = [
    (1, { $0.change(.vggVariants, .vggLocalResponse, .testError) { $0 + 0.1 } }),
    (1, { $0.change(.vggVariants, .vggLocalResponse, .testError) { $0 - 0.1 } }),
    (2, { $0.change(.vggVariants, .vggSingleFilters, .trainLoss) { $0 - 0.2 } }),
    (2, { $0.change(.vggVariants, .vggSingleFilters, .multiplyAdds) { $0 / 2 } }),
    (2, { $0.change(.vggVariants, .vggLinearPairs, .trainLoss) { $0 - 0.4 } }),
    (3, { $0.change(.halvingTimes, .bothInTurn, .timeRatio) { $0 * 3 } }),
    (3, { $0.change(.halvingTimes, .bothInTurn, .multiplyAddsRatio) { $0 / 2 } }),
    (4, { $0.change(.plainSizes, .plain(8).width(16), .trainLoss) { $0 + 0.3 } }),
    (4, { $0.change(.plainSizes, .plain(44).width(8), .trainLoss) { $0 - 0.8 } }),
    (5, { $0.change(.stems, .aggressiveStem, .testError) { $0 + 0.1 } }),
    (5, { $0.change(.stemTimes, .bothInTurn, .timeRatio) { $0 * 4 } }),
    (5, { $0.change(.stems, .aggressiveStem, .multiplyAdds) { $0 * 4 } }),
    (6, { $0.change(.inceptionModules, .naiveInception, .multiplyAdds) { $0 / 3 } }),
    (6, { $0.change(.inceptionModules, .naiveInception, .trainLoss) { $0 - 0.3 } }),
    (7, { $0.change(.classifierHeads, .flattenedHead, .testLoss) { $0 - 0.7 } }),
    (7, { $0.change(.classifierHeads, .flattenedHead, .parameters) { $0 / 50 } }),
    (8, { $0.change(.auxiliaryHeads, .withHeads, .stemGradient) { $0 / 1.8 } }),
    (8, { $0.change(.auxiliaryHeads, .withHeads, .trainLoss) { $0 + 1.1 } }),
    (9, { $0.change(.vggVariants, .vggBatchNorm, .trainLoss) { $0 + 0.4 } }),
    (10, { $0.change(.families, .bottlenecks, .trainLoss) { $0 + 0.4 } }),
    (10, { $0.change(.families, .basicBlocks, .multiplyAdds) { $0 / 2 } }),
    (11, { $0.change(.familyFlow, .deepDense, .gradientRatio) { $0 * 1_000 } }),
    (11, { $0.change(.familyFlow, .deepPlain, .gradientRatio) { $0 / 1_000 } }),
    (12, { $0.change(.ensembleVotes, .familyEnsemble, .ensembleError) { $0 + 0.03 } }),
    (13, { $0.change(.ensembleVotes, .familyEnsemble, .viewsError) { $0 + 0.03 } }),
    (14, { $0.change(.families, .groupedBottlenecks, .trainLoss) { $0 + 0.2 } }),
    (15, { $0.change(.families, .excitation, .trainLoss) { $0 + 0.2 } }),
    (16, { $0.change(.families, .denseNet, .multiplyAdds) { $0 * 3 } }),
    (16, { $0.change(.families, .denseNet, .trainLoss) { $0 + 0.2 } }),
    (17, { $0.change(.families, .depthwise, .trainLoss) { $0 + 0.2 } }),
    (18, { $0.change(.cellSearch, .searchedCell, .testLoss) { $0 + 0.3 } }),
  ]
}
