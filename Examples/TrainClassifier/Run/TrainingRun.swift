import Foundation
import Gradus
import GradusExampleSupport

/// One network's training: resumable at any step with the same bits.
final class TrainingRun {
  static let checkpointsName = "checkpoints"
  private static let watchKey = "early-stopping"
  private static let columns =
    TrainingMetric.allCases.map(\.rawValue)
    + ["validationLoss", "validationError", "averageLoss", "averageError"]

  private let configuration: TrainingConfiguration
  private let data: TrainingData
  private let folder: RunFolder
  private let card: ModelCard
  private let model: any Classifier
  private let loop: TrainingLoop<Batch>
  private let checkpoints: CheckpointFolder
  private var watch: EarlyStopping

  /// Builds the network with its first weights; throws `ShapeMismatch` and `CatalogError` for images it
  /// cannot take or train on in batches of the configured size.
  init(_ configuration: TrainingConfiguration, _ data: TrainingData, _ folder: RunFolder) throws {
    (self.configuration, self.data, self.folder) = (configuration, data, folder)
    card = ModelCard(configuration, data)
    let seed = UInt64(configuration.seed)
    model = try card.makeModel()
    try MemoryNeed.check(
      model, images: [configuration.batchSize, card.height, card.width, card.channels],
      mode: .training)
    model.initialize(seed: seed)
    loop = TrainingLoop(
      model, configuration.makeOptimizer(model), configuration.learningRateSchedule, seed: seed,
      labelSmoothing: configuration.labelSmoothing,
      average: configuration.averageDecay > 0
        ? ExponentialMovingAverage(of: model, decay: configuration.averageDecay) : nil)
    // The folder's own note has decided, on all of the data.
    loop.acceptsOtherData = true
    checkpoints = CheckpointFolder(
      folder.file(Self.checkpointsName), keeping: configuration.keepCheckpoints)
    watch = EarlyStopping(
      patience: configuration.patience, minimumImprovement: configuration.minimumImprovement)
  }

  /// The steps of the whole run.
  var steps: Int { configuration.steps ?? 0 }
  /// The number of the next step.
  var nextStep: Int { loop.stepCount }
  /// The step whose weights are the best; nil when nothing is held out.
  var bestStep: Int? { watch.bestStep }

  /// Continues from the latest checkpoint that can be read; `note` is told of those that cannot.
  func restore(note: (String) -> Void) throws {
    guard FileManager.default.fileExists(atPath: checkpoints.path),
      let (checkpoint, damaged) = try checkpoints.latest()
    else { return }
    for error in damaged { note("skipping a damaged checkpoint: \(error)") }
    try loop.restore(checkpoint)
    do {
      let saved = Data((checkpoint.notes[Self.watchKey] ?? "").utf8)
      watch = try JSONDecoder().decode(EarlyStopping.self, from: saved)
    } catch {
      throw UserError("the checkpoint of step \(checkpoint.step) in \(checkpoints.path): \(error)")
    }
  }

  /// Runs the remaining steps; throws `TrainingInterrupted` after Ctrl-C, with everything saved.
  func run(_ progress: (TrainingStep) throws -> Void) throws {
    if watch.shouldStop { return }
    try folder.make(Self.checkpointsName)
    let log = try MetricsLog(
      resumingIn: folder.path, columns: Self.columns, atStep: loop.stepCount)
    (loop.log, loop.checkpoints) = (log, checkpoints)
    loop.checkpointCadence = .every(configuration.checkpointInterval)
    loop.evaluationCadence = .every(configuration.evaluationInterval ?? steps)
    var isBest = false
    loop.onEvaluation = { [unowned self] in
      guard let batches = data.validationBatches else { return [:] }
      let numbers = measure(batches)
      isBest = watch.record(
        numbers["averageLoss"] ?? numbers["validationLoss"] ?? .nan, step: loop.stepCount)
      return numbers
    }
    loop.onCheckpoint = { [unowned self] in try notes() }
    try loop.run(to: steps, on: data.batches(configuration)) { step in
      try progress(step)
      if isBest {
        try log.synchronize()
        try checkpoints.saveBest(loop.checkpoint(notes: notes()))
        isBest = false
      }
      if watch.shouldStop { loop.stop() }
    }
  }

  /// Measures the held-out images, on the weights and where one is kept on their average.
  private func measure(_ batches: BatchSequence) -> [String: Double] {
    let raw = model.evaluate(batches)
    var numbers = ["validationLoss": raw.loss, "validationError": raw.error]
    if let average = loop.average?.applied(to: model, { model.evaluate(batches) }) {
      (numbers["averageLoss"], numbers["averageError"]) = (average.loss, average.error)
    }
    return numbers
  }

  private func notes() throws -> [String: String] {
    [ModelCard.key: try card.text(), Self.watchKey: try watch.json(indented: false)]
  }
}
