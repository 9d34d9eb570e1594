import Gradus

extension ExperimentName {
  static let auxiliaryHeads = ExperimentName("auxiliary-heads")
}

/// Whether auxiliary heads feed GoogLeNet's first layers (claim 24), at the start and while it trains.
struct AuxiliaryHeads: Experiment {
  let scale: ExperimentScale

  let name = ExperimentName.auxiliaryHeads
  let summary = "The gradient of GoogLeNet's first convolution with and without auxiliary heads."
  var design: [String: String] {
    [
      "net": "GoogLeNet of the paper, without batch normalisation", "batch": "\(Self.batch)",
      "images": "pixels repeated until there are 84 x 84",
      "metric": "norm of the stem's weight gradient with both heads over that without, one batch",
      "steps": "\(Self.watched), training with heads", "learning rate": "\(Self.learningRate)",
    ]
  }

  private static let batch = 8, learningRate = 0.01
  /// Steps before which the gradients are measured.
  private static let watched = [0, 1, 3, 10]

  var trials: [Trial] { .all(["googlenet"], seeds: scale.seeds) { _ in 2 } }

  func measure(_ trial: Trial, _ context: ExperimentContext) throws -> TrialRecord {
    let images = context.images.train
    let model = GoogLeNet.paper(inputChannels: images.channels, classes: images.classes)
      .initialize(seed: trial.seed)
    let stem = model.parameters.filter { $0.path.hasSuffix("weight") }[0].parameter
    var (with, without): ([Double], [Double]) = ([], [])
    let loop = TrainingLoop<Batch>(
      model, SGD(model, momentum: 0.9), .constant(Self.learningRate), seed: trial.seed
    ) { tape, batch in
      let prediction = model(tape.constant(Self.enlarged(batch.images)))
      func norm(_ loss: Variable) -> Double {
        tape.gradients(of: loss, keepGraph: true)[stem]?.norm ?? .nan
      }
      let loss = prediction.crossEntropy(labels: batch.labels)
      if Self.watched.contains(batch.number ?? 0) {
        with.append(norm(loss))
        without.append(norm(prediction.logits.crossEntropy(labels: batch.labels)))
      }
      return loss
    }
    loop.heedsInterruption = false
    var diverged = false
    do {
      try loop.run(
        to: Self.watched.last! + 1,
        on: context.images.trainingBatches(Self.batch, seed: trial.seed))
    } catch is Divergence {
      diverged = true
    }
    var result = TrialRecord(
      trial,
      values: [
        "stem gradient without heads": without[0], "stem gradient with heads": with[0],
        "ratio": with[0] / without[0],
      ])
    result.diverged = diverged
    let ratios = zip(with, without).map { $0 / $1 }
    result.curves["stem gradient ratio"] = Curve(
      x: Self.watched.map(Double.init),
      y: Self.watched.indices.map { $0 < ratios.count ? ratios[$0] : .nan })
    return result
  }

  /// Each pixel as a square, until the images have at least 84 rows.
  private static func enlarged(_ images: Tensor) -> Tensor {
    let factor = (84 + images.shape[1] - 1) / images.shape[1]
    let rows = (0..<images.shape[1] * factor).map { $0 / factor }
    let columns = (0..<images.shape[2] * factor).map { $0 / factor }
    return images.gathered(rows, axis: 1).gathered(columns, axis: 2)
  }
}
