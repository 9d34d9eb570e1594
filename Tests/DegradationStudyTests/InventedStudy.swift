import Foundation
import Testing

@testable import DegradationStudy

/// A study with invented numbers that follow the shapes seen in real ones.
struct InventedStudy {
  var results: StudyResults
  var curves: [TrainingCurve]

  /// Runs of plain and residual nets at each depth and seed.
  ///
  /// - Parameters:
  ///   - diverging: the nets whose loss stops being finite halfway.
  ///   - plainGap: how much higher the loss of the deep plain net ends.
  init(
    depths: [Int] = [20, 56], seeds: [UInt64] = [1], steps: Int = 600,
    diverging: Set<String> = [], plainGap: Double = 0.8
  ) {
    var (runs, curves) = ([RunRecord](), [TrainingCurve]())
    for seed in seeds {
      for kind in RunIdentity.Kind.allCases {
        for depth in depths {
          let run = RunIdentity(kind: kind, depth: depth, width: 16, seed: seed)
          let diverges = diverging.contains(run.net)
          let end = 0.45 + (kind == .plain ? plainGap * Double(depth - 20) / 36 : 0)
          let curve = Self.curve(run, steps: steps, end: end, diverges: diverges)
          curves.append(curve)
          runs.append(
            RunRecord(
              identity: run, steps: steps, parameters: depth == 20 ? 269_722 : 853_018,
              trainLoss: RunRecord.finalLoss(curve.loss.map(\.value)),
              trainError: curve.trainError.last?.value, testError: curve.testError.last?.value,
              secondsPerStep: Double(depth) / 400,
              gradientNorms: Self.norms(run, steps: steps, layers: curve.layers),
              diverged: diverges))
        }
      }
    }
    self.curves = curves
    results = StudyResults(configuration: ["learning-rate": "0.1", "batch": "128"], runs: runs)
  }

  /// The weighted layers of He's net, from input to output.
  static func layers(depth: Int) -> [String] {
    let blocks = (depth - 2) / 6
    return ["conv1"]
      + (1...3).flatMap { stage in
        (0..<blocks).flatMap { ["layer\(stage).\($0).conv1", "layer\(stage).\($0).conv2"] }
      } + ["fc"]
  }

  private static func curve(
    _ run: RunIdentity, steps: Int, end: Double, diverges: Bool
  ) -> TrainingCurve {
    var state = run.seed &* 7919 &+ UInt64(run.depth)
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) - 0.5
    }
    let speed = run.kind == .plain ? 6000 / Double(run.depth) : 120
    let loss = (0..<steps).map { step in
      let mean = end + (2.4 - end) * exp(-Double(step) / speed)
      let value = diverges && step > steps / 2 ? Double.nan : mean + 0.3 * noise() * mean
      let grown = diverges && step > steps / 3 ? value * exp(Double(step - steps / 3)) : value
      return TrainingCurve.Point(step: step, value: grown)
    }
    func error(_ gap: Double) -> [TrainingCurve.Point] {
      stride(from: 0, through: steps, by: max(1, steps / 12)).map { step in
        let left = exp(-Double(step) / speed / 1.5)
        return TrainingCurve.Point(step: step, value: min(0.9, end * 0.3 + gap + 0.7 * left))
      }
    }
    return TrainingCurve(
      run: run, loss: loss, trainError: error(0), testError: error(0.04),
      layers: layers(depth: run.depth))
  }

  private static func norms(
    _ run: RunIdentity, steps: Int, layers: [String]
  ) -> [String: [Int: Double]] {
    let measured = [0, 1, 3, 10, 30, 100, 300].filter { $0 < steps } + [steps - 1]
    var result: [String: [Int: Double]] = [:]
    for (index, layer) in layers.enumerated() {
      let left = Double(layers.count - 1 - index)
      for step in measured {
        // Explodes by 1.15 a layer at first, is level at step 1, and vanishes later.
        let start = run.kind == .plain ? 0.14 : 0.035
        let rate = start * (step == 0 ? 1 : step == 1 ? 0 : run.kind == .plain ? -0.6 : 0.1)
        result[layer, default: [:]][step] =
          0.3 * exp(rate * left) * (1 + 0.2 * sin(Double(index * 7 + step)))
      }
    }
    return result
  }
}

extension InventedStudy: CustomTestStringConvertible {
  /// The names of the runs; all numbers would fill pages.
  var testDescription: String {
    results.runs.map { "\($0.identity.net) seed \($0.seed)" }.joined(separator: ", ")
  }
}
