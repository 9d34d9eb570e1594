import Gradus

/// How a run ended; the last line that `train` prints, and `result.json`.
struct RunResult: Codable, Equatable {
  /// A measurement on the test images.
  struct Measurement: Codable, Equatable {
    /// `raw` or `average`.
    let weights: String
    let loss: Double
    let error: Double
    let top5Error: Double

    init(_ weights: TrainedClassifier.Weights, _ evaluation: Evaluation) {
      self.weights = weights.rawValue
      (loss, error, top5Error) = (evaluation.loss, evaluation.error, evaluation.top5Error)
    }
  }

  let network: String
  let dataset: String
  let testImages: Int
  /// The step whose weights were measured.
  let step: Int
  /// The last step; fewer than configured after an early stop.
  let steps: Int
  let measurements: [Measurement]

  /// The measurements for a terminal.
  var table: String {
    var table = TextTable(["weights", "test loss", "top-1 error, %", "top-5 error, %"])
    table.rows = measurements.map { measurement in
      [
        measurement.weights, NumberText.fixed(measurement.loss, decimals: 4),
        NumberText.fixed(100 * measurement.error, decimals: 2),
        NumberText.fixed(100 * measurement.top5Error, decimals: 2),
      ]
    }
    return "\(network) on \(dataset): the weights of step \(step) of \(steps), "
      + "\(testImages) test images\n\(table.text)"
  }

  /// Measures each kind of weights that a file holds on images.
  init(
    _ path: String, dataset: RunImages, steps: Int? = nil,
    choosing chosen: TrainedClassifier.Weights? = nil, workers: Int = 1,
    onBadPicture: (@Sendable (any Error) -> Void)? = nil
  ) throws {
    let first = try TrainedClassifier(path, weights: chosen)
    let card = first.card
    try Self.check(dataset, classNames: card.classNames, knownBy: first.path)
    var classifiers = [first]
    if chosen == nil, first.weights == .average {
      classifiers.insert(try TrainedClassifier(path, weights: .raw), at: 0)
    }
    measurements = try classifiers.map { classifier in
      Measurement(
        classifier.weights,
        try dataset.evaluate(
          classifier.model, card.normalization, workers: workers, onBadPicture: onBadPicture))
    }
    (network, self.dataset, testImages) = (card.network, dataset.name, dataset.count)
    step = first.step ?? 0
    self.steps = steps ?? step
  }

  /// Throws `UserError` unless images have the classes that something else knows.
  static func check(_ images: RunImages, classNames: [String], knownBy other: String) throws {
    guard images.classNames != classNames else { return }
    throw UserError(
      "\(images.name) has the classes \(list(images.classNames)); \(other) knows "
        + list(classNames))
  }

  private static func list(_ names: [String]) -> String {
    names.count > 6
      ? "\(names.prefix(5).joined(separator: ", ")) and \(names.count - 5) more"
      : names.joined(separator: ", ")
  }
}
