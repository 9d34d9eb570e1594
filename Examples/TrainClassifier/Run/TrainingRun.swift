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
  /// Threads that make batches.
  private let workers: Int
  /// Whether the run is shown to TensorBoard.
  private let showsTensorBoard: Bool
  /// Who notes what the run's page shows; nil where it has none.
  private var watcher: RunWatcher?

  /// Builds the network with its first weights, which `prepare` may replace; throws `ShapeMismatch` and
  /// `CatalogError` for images it cannot take or train on in batches of the configured size, and what
  /// `prepare` throws.
  init(
    _ configuration: TrainingConfiguration, _ data: TrainingData, _ folder: RunFolder,
    workers: Int = 1, showsTensorBoard: Bool = false, communicator: (any Communicator)? = nil,
    synchronizesStatistics: Bool = false,
    prepare: (any Classifier) throws -> Void = { _ in }
  ) throws {
    (self.workers, self.showsTensorBoard) = (workers, showsTensorBoard)
    (self.configuration, self.data, self.folder) = (configuration, data, folder)
    card = ModelCard(configuration, data)
    let seed = UInt64(configuration.seed)
    model = try card.makeModel()
    try MemoryNeed.check(
      model, images: [configuration.batchSize, card.height, card.width, card.channels],
      mode: .training)
    model.initialize(seed: seed)
    try prepare(model)
    loop = TrainingLoop(
      model, configuration.makeOptimizer(model), configuration.learningRateSchedule, seed: seed,
      labelSmoothing: configuration.labelSmoothing,
      average: configuration.averageDecay > 0
        ? ExponentialMovingAverage(of: model, decay: configuration.averageDecay) : nil)
    (loop.communicator, loop.synchronizesStatistics) = (communicator, synchronizesStatistics)
    loop.convolutionAccuracy = configuration.convolutionAccuracy
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
  /// Whether this process writes the run's files.
  private var isFirst: Bool { loop.communicator?.isFirst ?? true }
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

  /// What a page of the run shows, which is noted from now on.
  func keepHistory() -> SharedHistory {
    let watcher = RunWatcher(model, configuration, steps: steps)
    self.watcher = watcher
    return watcher.history
  }

  /// Runs the remaining steps; throws `TrainingInterrupted` after Ctrl-C, with everything saved.
  func run(_ progress: (TrainingStep) throws -> Void) throws {
    if watch.shouldStop { return }
    if isFirst {
      try folder.make(Self.checkpointsName)
      loop.log = try MetricsLog(
        resumingIn: folder.path, columns: Self.columns, atStep: loop.stepCount)
    }
    let recorder = try recorder()
    try watcher?.begin(atStep: loop.stepCount, in: folder)
    loop.checkpoints = checkpoints
    loop.checkpointCadence = .every(configuration.checkpointInterval)
    loop.evaluationCadence = .every(configuration.evaluationInterval ?? steps)
    loop.evaluatesOnAllRanks = true
    loop.onEvaluation = { [unowned self] in data.validation.count > 0 ? try measure() : [:] }
    loop.onCheckpoint = { [unowned self] in
      try recorder?.synchronize()
      return try notes()
    }
    loop.observers = { [unowned self] step in
      let shown = isEvaluated(after: step + 1) ? recorder?.observer(step: step) : nil
      return [shown].compactMap { $0 } + (watcher?.observers(step: step) ?? [])
    }
    try loop.run(to: steps, on: data.batches(configuration), workers: workers) { step in
      try progress(step)
      watcher?.record(step)
      try recorder?.record(step, isEvaluated: isEvaluated(after: step.number + 1))
      // All ranks hear of it, and decide alike.
      if let loss = step.metrics["averageLoss"] ?? step.metrics["validationLoss"],
        watch.record(loss, step: loop.stepCount), isFirst
      {
        try loop.log?.synchronize()
        try checkpoints.saveBest(loop.checkpoint(notes: notes()))
      }
      if watch.shouldStop { loop.stop() }
    }
  }

  /// What shows the run to TensorBoard; nil where it is not.
  private func recorder() throws -> TensorBoardRecorder? {
    guard isFirst, showsTensorBoard || folder.contains(TensorBoardLog.fileName) else { return nil }
    return try TensorBoardRecorder(
      in: folder, atStep: loop.stepCount, model, card, configuration, pictures: data.validation)
  }

  /// Whether the held-out images are measured after so many steps.
  private func isEvaluated(after count: Int) -> Bool {
    count == steps || count.isMultiple(of: configuration.evaluationInterval ?? steps)
  }

  /// Measures the held-out images, on the weights and where one is kept on their average.
  private func measure() throws -> [String: Double] {
    let measured = { [loop, model, data, workers, configuration] in
      try loop.shareStatistics()
      return try data.validation.evaluate(
        model, data.normalization, workers: workers,
        onBadPicture: configuration.onBadPicture, over: loop.communicator)
    }
    let raw = try measured()
    var numbers = ["validationLoss": raw.loss, "validationError": raw.error]
    if let average = try loop.average?.applied(to: model, measured) {
      (numbers["averageLoss"], numbers["averageError"]) = (average.loss, average.error)
    }
    return numbers
  }

  private func notes() throws -> [String: String] {
    [ModelCard.key: try card.text(), Self.watchKey: try watch.json(indented: false)]
  }
}
