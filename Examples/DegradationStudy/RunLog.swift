import Gradus

/// What a run has logged, read back from its folder.
struct RunLog {
  let losses: [TrainingCurve.Point]
  let errors: [TrainingCurve.Point]
  /// Layer path to step to norm.
  let gradientNorms: [String: [Int: Double]]

  /// Reads the logs in a run's folder; throws with the file's name.
  init(_ folder: String, layers: [String]) throws {
    let metrics = try MetricsTable(readingFrom: folder)
    losses = metrics.records.map { .init(step: $0.step, value: $0[.loss] ?? .nan) }
    errors = metrics[.error].map { .init(step: $0.step, value: $0.value) }
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
