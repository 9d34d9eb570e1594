import Foundation
import Gradus

/// One network's training: resumable at any step with the same bits.
final class TrainingRun {
  static let checkpointsName = "checkpoints"
  private static let watchKey = "early-stopping"
  private static let columns = [
    "loss", "error", "learningRate", "validationLoss", "validationError", "averageLoss",
    "averageError",
  ]

  private let configuration: TrainingConfiguration
  private let data: TrainingData
  private let folder: RunFolder
  private let card: ModelCard
  private let trainer: Trainer
  private let checkpoints: CheckpointFolder
  private var watch: EarlyStopping

  /// Builds the network with its first weights; throws `InputError` and `CatalogError` for images it
  /// cannot take.
  init(_ configuration: TrainingConfiguration, _ data: TrainingData, _ folder: RunFolder) throws {
    (self.configuration, self.data, self.folder) = (configuration, data, folder)
    card = ModelCard(configuration, data)
    let seed = UInt64(configuration.seed)
    let model = try card.makeModel()
    model.initialize(seed: seed)
    trainer = Trainer(
      model, configuration.makeOptimizer(model), configuration.learningRateSchedule, seed: seed,
      labelSmoothing: configuration.labelSmoothing,
      average: configuration.averageDecay > 0
        ? ExponentialMovingAverage(of: model, decay: configuration.averageDecay) : nil)
    checkpoints = CheckpointFolder(
      folder.file(Self.checkpointsName), keeping: configuration.keepCheckpoints)
    watch = EarlyStopping(
      patience: configuration.patience, minimumImprovement: configuration.minimumImprovement)
  }

  /// The steps of the whole run.
  var steps: Int { configuration.steps ?? 0 }
  /// The number of the next step.
  var nextStep: Int { trainer.nextStep }
  /// The step whose weights are the best; nil when nothing is held out.
  var bestStep: Int? { watch.bestStep }

  /// Continues from the latest checkpoint that can be read; `note` is told of those that cannot.
  func restore(note: (String) -> Void) throws {
    guard FileManager.default.fileExists(atPath: checkpoints.path),
      let (checkpoint, damaged) = try checkpoints.latest()
    else { return }
    for error in damaged { note("skipping a damaged checkpoint: \(error)") }
    try checkpoint.restore(trainer)
    do {
      let saved = Data((checkpoint.notes[Self.watchKey] ?? "").utf8)
      watch = try JSONDecoder().decode(EarlyStopping.self, from: saved)
    } catch {
      throw UserError("the checkpoint of step \(checkpoint.step) in \(checkpoints.path): \(error)")
    }
  }

  /// Runs the remaining steps; throws `ProgramInterrupted` after Ctrl-C, with everything saved.
  func run(_ progress: (Int, Trainer.Result) throws -> Void) throws {
    try folder.make(Self.checkpointsName)
    let log = try MetricsLog(
      resumingIn: folder.path, columns: Self.columns, atStep: trainer.nextStep)
    let prefetched = Prefetcher(data.batches(configuration).from(step: trainer.nextStep))
    while trainer.nextStep < steps && !watch.shouldStop {
      let step = trainer.nextStep
      guard let batch = try prefetched.next() else { break }
      let result = try trainer.step(batch)
      var record = [
        "loss": result.loss, "error": result.error,
        "learningRate": trainer.schedule.learningRate(step: step),
      ]
      let isEvaluated = isDue(configuration.evaluationInterval ?? steps)
      let isBest = isEvaluated && look(&record)
      try log.append(step: step, record)
      try progress(step + 1, result)
      if isBest {
        try log.synchronize()
        try checkpoints.saveBest(checkpoint())
      }
      if isDue(configuration.checkpointInterval) || watch.shouldStop || Interruption.isRequested {
        // Records first: what a checkpoint counts as done is on disk.
        try log.synchronize()
        try checkpoints.save(checkpoint())
      }
      if Interruption.isRequested {
        throw ProgramInterrupted(
          continuation: "TrainClassifier train --resume --output \(folder.path)")
      }
    }
  }

  private func isDue(_ interval: Int) -> Bool {
    trainer.nextStep.isMultiple(of: interval) || trainer.nextStep == steps
  }

  /// Measures the held-out images into a record; true when the weights are the best so far.
  ///
  /// Where an average is kept, it is what is judged.
  private func look(_ record: inout [String: Double]) -> Bool {
    guard let batches = data.validationBatches else { return false }
    let raw = trainer.model.evaluate(batches)
    (record["validationLoss"], record["validationError"]) = (raw.loss, raw.error)
    let average = trainer.average?.applied(to: trainer.model) { trainer.model.evaluate(batches) }
    (record["averageLoss"], record["averageError"]) = (average?.loss, average?.error)
    return watch.record(average?.loss ?? raw.loss, step: trainer.nextStep)
  }

  private func checkpoint() throws -> Checkpoint {
    Checkpoint(
      of: trainer,
      notes: [ModelCard.key: try card.text(), Self.watchKey: try watch.json(indented: false)])
  }
}
