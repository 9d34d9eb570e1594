import Foundation
import GradusClaims
import GradusTensors

@testable import DegradationStudy

/// Records of experiments as the literature leads one to expect them, with a little noise, for claims
/// to be judged on; a violation changes what it is meant to change.
struct InventedEvidence {
  let scale = StudyPreset.quick.scale()
  private(set) var evidence = Evidence()

  init() {
    let (shallow, deep) = (scale.mlpDepths[0], scale.mlpDepths[1])
    let (low, high) = (scale.convolutionalDepths[0], scale.convolutionalDepths[1])
    initialization()
    losses(
      .fullyConnectedDepth, [scale.mlpSteps, 3 * scale.mlpSteps],
      [
        .plain(shallow): 0.4, .plain(deep): 1.1, .residual(shallow): 0.35, .residual(deep): 0.45,
        .plain(deep).withoutNorm: 0.7, .plain(shallow).withWarmUp: 0.4,
        .plain(deep).withWarmUp: 0.9,
      ])
    losses(
      .convolutionalDepth, [scale.convolutionalSteps],
      [
        .plain(low): 0.85, .plain(high): 1.7, .residual(low): 0.6, .residual(high): 0.8,
      ])
    losses(
      .identityInitialization, [1], [.plain(deep).starting(.identity).withoutNorm: 0.4])
    losses(.identityEmbedding, [1], [.plain(high).grown(from: .plain(low)): 0.6])
    for seed in scale.seeds {
      add(
        .identityEmbedding, .plain(high).grown(from: .plain(low)), seed,
        [.lossOfShallowNet: 0.85, .lossWhenGrown: 0.850001])
      dynamics(seed, high)
      anatomy(seed, low, high)
      for net in [Subject.plain(shallow), .residual(shallow)] {
        add(
          .fullyConnectedDepth, net, seed,
          [.accuracyAboveChance: 0.6 * noise(seed, net.rawValue)])
      }
      add(.largestLearningRate, .normalizedNet, seed, [.largestRate: 3])
      add(.largestLearningRate, .bareNet, seed, [.largestRate: 0.1])
    }
    for expect in Self.expectations { expect(&self) }
  }

  private func noise(_ seed: UInt64, _ name: String) -> Double {
    1 + 0.002 * RandomStream(seed: seed, name: name).normal(0)
  }

  private mutating func add(
    _ experiment: ExperimentName, _ subject: Subject, _ seed: UInt64,
    _ values: [Quantity: Double], _ curves: [Quantity: Curve] = [:]
  ) {
    var measurement =
      evidence.measurement(experiment, subject, seed: seed)
      ?? TrialRecord(Trial(subject: subject, seed: seed, cost: 0))
    for (name, value) in values { measurement[name] = value }
    measurement.curves.merge(curves) { _, new in new }
    evidence[experiment].removeAll { $0.subject == subject && $0.seed == seed }
    evidence[experiment].append(measurement)
  }

  /// Adds final losses of nets, and the same at steps of their curves.
  mutating func losses(
    _ experiment: ExperimentName, _ steps: [Int], _ values: [Subject: Double]
  ) {
    for seed in scale.seeds {
      for (subject, loss) in values {
        let own = loss * noise(seed, subject.rawValue)
        add(
          experiment, subject, seed, [.trainLoss: own, .testLoss: own + 0.05],
          [
            .trainLoss: Curve(x: steps.map(Double.init), y: steps.map { _ in own }),
            .testLoss: Curve(x: steps.map(Double.init), y: steps.map { _ in own + 0.05 }),
          ])
      }
    }
  }

  private mutating func initialization() {
    let batches = zip(scale.stackBatches, [1.256, 1.222, 1.205, 1.195])
    for seed in scale.seeds {
      let stacks = ExperimentName.fullyConnectedInitialization
      add(stacks, .stack(.plain), seed, [.backwardFactor: 0.996 * noise(seed, "a")])
      add(stacks, .stack(.plainHalved), seed, [.backwardFactor: 0.706 * noise(seed, "b")])
      add(stacks, .stack(.residualSkipInit), seed, [.backwardFactor: 1])
      add(
        stacks, .stack(.residual), seed,
        [.backwardFactor: 1.41 * noise(seed, "c"), .forwardFactor: 1.4 * noise(seed, "d")])
      add(
        stacks, .stack(.residualBatchNorm), seed,
        [.varianceR2: 0.99, .branchShareExponent: -1 * noise(seed, "e")])
      for (batch, factor) in batches {
        let name = Subject.stack(.plainBatchNorm, batch: batch == 256 ? nil : batch)
        add(
          stacks, name, seed,
          [.backwardFactor: factor * noise(seed, name.rawValue), .backwardR2: 0.999])
      }
      let ratios: [Subject: Double] = [
        .plain(20): 8.5, .plain(56): 1.45e3, .plain(110): 3.7e6, .residual(20): 2.5,
        .residual(56): 7, .residual(110): 18,
      ]
      for (net, ratio) in ratios {
        add(
          .convolutionalInitialization, net, seed,
          [.gradientRatio: ratio * noise(seed, net.rawValue), .responseDeviation: 1])
      }
      add(.auxiliaryHeads, .withHeads, seed, [.stemGradient: 1.8 * noise(seed, "heads")])
      add(.auxiliaryHeads, .withoutHeads, seed, [.stemGradient: 1])
    }
  }

  private mutating func dynamics(_ seed: UInt64, _ high: Int) {
    let steps = [0.0, 1, 10, 100]
    func curve(_ values: [Double]) -> Curve {
      Curve(x: steps, y: values.map { $0 * noise(seed, "\($0)") })
    }
    add(
      .convolutionalDepth, .plain(high), seed, [.responseDeviation: 0.9],
      [
        .gradientRatio: curve([2_100, 0.9, 0.011, 0.012]),
        .firstWeightGrowth: curve([1, 23, 100, 226]),
      ])
    add(
      .convolutionalDepth, .residual(high), seed, [.responseDeviation: 0.4],
      [
        .gradientRatio: curve([6.5, 5, 3.3, 0.7]),
        .firstWeightGrowth: curve([1, 1.5, 2, 2.8]),
      ])
  }

  private mutating func anatomy(_ seed: UInt64, _ low: Int, _ high: Int) {
    add(.convolutionalDepth, .residual(low), seed, [.responseDeviation: 0.6])
    add(.shattering, .plainStack, seed, [.exponentialSlope: -1 * noise(seed, "s")])
    add(.shattering, .residualStack, seed, [.powerSlope: -0.6 * noise(seed, "r")])
    add(.whiteness, .plain(24), seed, [.autocorrelation: -0.03])
    add(.whiteness, .residual(50), seed, [.autocorrelation: 0.85])
    add(.lesions, .residual(high), seed, [.medianShareLost: 0.02])
    add(.lesions, .plain(low), seed, [.medianShareLost: 0.9])
    add(
      .pathLengths, .residual(high), seed,
      [.meanLengthOverHalf: 0.5, .shortestThirdShare: 0.8])
    add(.lossSurfaces, .plain(high), seed, [.chaoticShare: 0.4 * noise(seed, "x")])
    add(.lossSurfaces, .residual(high), seed, [.chaoticShare: 0.1])
    add(.jacobianSpectra, .plainStack, seed, [.conditionNumber: 1e7 * noise(seed, "k")])
    add(.jacobianSpectra, .residualStack, seed, [.conditionNumber: 50 * noise(seed, "l")])
    add(.jacobianSpectra, .orthogonalStack, seed, [.conditionNumber: 1])
  }

  /// Changes a value of one subject for every seed.
  mutating func violate(
    _ experiment: ExperimentName, _ subject: Subject, _ quantity: Quantity,
    _ change: (Double) -> Double?
  ) {
    for seed in scale.seeds {
      guard var measurement = evidence.measurement(experiment, subject, seed: seed) else {
        continue
      }
      if let value = measurement[quantity] { measurement[quantity] = change(value) }
      if let curve = measurement.curves[quantity] {
        measurement.curves[quantity] = Curve(
          x: curve.x, y: curve.y.map { change($0 ?? .nan) ?? .nan })
      }
      evidence[experiment].removeAll { $0.subject == subject && $0.seed == seed }
      evidence[experiment].append(measurement)
    }
  }

  /// Marks a subject's trainings as diverged, for every seed.
  mutating func diverge(_ experiment: ExperimentName, _ subject: Subject) {
    for index in evidence[experiment].indices where evidence[experiment][index].subject == subject {
      evidence[experiment][index].diverged = true
    }
  }

  /// Gives one subject's records to another one as well.
  mutating func copy(_ experiment: ExperimentName, from source: Subject, to target: Subject) {
    for seed in scale.seeds {
      guard var measurement = evidence.measurement(experiment, source, seed: seed) else { continue }
      measurement.subject = target
      evidence[experiment].removeAll { $0.subject == target && $0.seed == seed }
      evidence[experiment].append(measurement)
    }
  }
}
