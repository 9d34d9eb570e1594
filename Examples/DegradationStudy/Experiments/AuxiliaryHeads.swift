import Gradus

/// Whether auxiliary heads feed GoogLeNet's first layers (claim 24).
struct AuxiliaryHeads: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.auxiliaryHeads
  let summary = "The gradient of GoogLeNet's first convolution with and without auxiliary heads."
  var design: [String: String] {
    [
      "net": "GoogLeNet of the paper, without batch normalisation", "batch": "\(Self.batch)",
      "images": "pixels repeated until there are 84 x 84",
      "metric": "norm of the stem's weight gradient with both heads over that without, one batch",
    ]
  }

  private static let batch = 8

  var trials: [Trial] { .all(["googlenet"], seeds: scale.seeds) { _ in 2 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let images = context.images.train
    let model = GoogLeNet.paper(inputChannels: images.channels, classes: images.classes)
      .initialize(seed: trial.seed)
    let batch = context.images.trainingBatches(Self.batch, seed: trial.seed)
      .batch(epoch: 0, index: 0)
    let tape = Tape(.training, seed: trial.seed)
    let prediction = model(tape.constant(Self.enlarged(batch.images)))
    let stem = model.parameters.filter { $0.path.hasSuffix("weight") }[0].parameter
    func norm(_ loss: Variable) -> Double {
      tape.gradients(of: loss, keepGraph: true)[stem]?.norm ?? .nan
    }
    let without = norm(prediction.logits.crossEntropy(labels: batch.labels))
    let with = norm(prediction.crossEntropy(labels: batch.labels))
    return TrialRecord(
      trial,
      values: [
        "stem gradient without heads": without, "stem gradient with heads": with,
        "ratio": with / without,
      ])
  }

  /// Each pixel as a square, until the images have at least 84 rows.
  private static func enlarged(_ images: Tensor) -> Tensor {
    let factor = (84 + images.shape[1] - 1) / images.shape[1]
    let rows = (0..<images.shape[1] * factor).map { $0 / factor }
    let columns = (0..<images.shape[2] * factor).map { $0 / factor }
    return images.gathered(rows, axis: 1).gathered(columns, axis: 2)
  }
}
