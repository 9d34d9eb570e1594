import Foundation
import Gradus

/// What a run has logged, read back from its folder.
struct RunLog {
  let losses: [TrainingCurve.Point]
  let errors: [TrainingCurve.Point]
  /// The errors on some test images, by the number of steps taken; empty in short runs.
  let testErrors: [TrainingCurve.Point]
  /// Layer path to step to norm.
  let gradientNorms: [String: [Int: Double]]

  /// Reads the logs in a run's folder; throws with the file's name.
  init(_ folder: String, layers: [String]) throws {
    let metrics = try MetricsTable(readingFrom: folder)
    losses = metrics.records.map { .init(step: $0.step, value: $0[.loss] ?? .nan) }
    errors = metrics[.error].map { .init(step: $0.step, value: $0.value) }
    let tests = folder + "/test"
    testErrors =
      FileManager.default.fileExists(atPath: MetricsLogFile.jsonLines.path(in: tests))
      ? try MetricsTable(readingFrom: tests)[.error].map {
        .init(step: $0.step + 1, value: $0.value)
      }
      : []
    let norms = try MetricsTable(readingFrom: folder + "/gradients")
    gradientNorms =
      norms.records.isEmpty
      ? [:]
      : Dictionary(
        uniqueKeysWithValues: layers.map { layer in
          (layer, Dictionary(norms[layer].map { ($0.step, $0.value) }) { _, last in last })
        })
  }
}
