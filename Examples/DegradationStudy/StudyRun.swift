import Foundation
import Gradus
import GradusExampleSupport

/// One net's training: resumable from its checkpoint at any step, with the same bits.
final class StudyRun {
  private let identity: RunIdentity
  private let configuration: StudyConfiguration
  private let data: StudyData
  private let folder: StudyFolder
  private let model: CIFARResNet
  private let trainer: Trainer
  private let layers: [String]
  private var trainingSeconds = 0.0

  /// Steps between checkpoints.
  private static let checkpointInterval = 20
  private static let metricColumns = ["loss", "error", "learningRate"]

  init(
    _ identity: RunIdentity, _ configuration: StudyConfiguration, _ data: StudyData,
    _ folder: StudyFolder
  ) {
    (self.identity, self.configuration) = (identity, configuration)
    (self.data, self.folder) = (data, folder)
    model = Self.model(
      identity, inputChannels: data.train.channels, classes: data.train.classes
    ).initialize(seed: identity.seed)
    let schedule = configuration.schedule
    trainer = Trainer(
      model,
      SGD(model, momentum: configuration.momentum, weightDecay: configuration.weightDecay),
      .steps(base: schedule.base, milestones: schedule.milestones), seed: identity.seed)
    layers = Self.weightLayers(model)
  }

  /// The net of a run, without values.
  private static func model(
    _ identity: RunIdentity, inputChannels: Int = 1, classes: Int = 10
  ) -> CIFARResNet {
    CIFARResNet(
      depth: identity.depth, shortcut: identity.kind == .plain ? .none : .padded,
      width: identity.width, inputChannels: inputChannels, classes: classes)
  }

  /// Convolutions and the classifier, by path from input to output.
  private static func weightLayers(_ model: CIFARResNet) -> [String] {
    model.modules.filter { $0.module is Conv2d || $0.module is Linear }.map(\.path)
  }

  private var path: String { folder.folder(of: identity) }
  private var checkpointPath: String { path + "/checkpoint.safetensors" }

  /// Trains to the end, or from the last checkpoint; throws `ProgramInterrupted` after Ctrl-C.
  func run(_ progress: (Int, Double) -> Void) throws -> RunRecord {
    if let done = try finishedRecord() { return done }
    try folder.make(folder.name(of: identity) + "/gradients")
    try restore()
    let logs = try (
      metrics: MetricsLog(
        resumingIn: path, columns: Self.metricColumns, atStep: trainer.nextStep),
      gradients: MetricsLog(
        resumingIn: path + "/gradients", columns: layers, atStep: trainer.nextStep)
    )
    let isDiverged = try train(logs, progress)
    let record = try makeRecord(isDiverged)
    try folder.write(record, to: folder.name(of: identity) + "/result.json")
    return record
  }

  private func finishedRecord() throws -> RunRecord? {
    let name = folder.name(of: identity) + "/result.json"
    guard folder.contains(name) else { return nil }
    return try folder.read(RunRecord.self, from: name)
  }

  private func restore() throws {
    guard FileManager.default.fileExists(atPath: checkpointPath) else { return }
    try Checkpoint(readingFrom: checkpointPath).restore(trainer)
    let text = (try? FileContents.read(path + "/seconds.txt")) ?? []
    trainingSeconds = Double(String(decoding: text, as: UTF8.self)) ?? 0
  }

  /// Runs the remaining steps; true when the loss stopped being finite.
  private func train(
    _ logs: (metrics: MetricsLog, gradients: MetricsLog), _ progress: (Int, Double) -> Void
  ) throws -> Bool {
    let batches = data.trainingBatches(configuration, seed: identity.seed)
    let prefetched = Prefetcher(batches.from(step: trainer.nextStep))
    while trainer.nextStep < configuration.steps {
      let step = trainer.nextStep
      guard let batch = try prefetched.next() else { break }
      let isProbed = LogSpacedSteps.contains(step) || step == configuration.steps - 1
      let probe = isProbed ? GradientNorms(model) : nil
      let start = Date()
      let result: Trainer.Result
      do {
        result = try trainer.step(batch, observers: probe.map { [$0] } ?? [])
      } catch let divergence as Divergence {
        try logs.metrics.append(step: step, ["loss": divergence.loss])
        return true
      }
      trainingSeconds += Date().timeIntervalSince(start)
      try logs.metrics.append(
        step: step,
        [
          "loss": result.loss, "error": result.error,
          "learningRate": trainer.schedule.learningRate(step: step),
        ])
      if let probe { try logs.gradients.append(step: step, weightNorms(probe)) }
      progress(step + 1, result.loss)
      let isLast = trainer.nextStep == configuration.steps
      if isLast || trainer.nextStep % Self.checkpointInterval == 0 || Interruption.isRequested {
        try save(logs)
      }
      if Interruption.isRequested { throw folder.interruption }
    }
    return false
  }

  private func weightNorms(_ probe: GradientNorms) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: layers.compactMap { layer in
        probe.norms[layer + ".weight"].map { (layer, $0) }
      })
  }

  /// Records first, then the checkpoint: what a checkpoint counts as done is on disk.
  private func save(_ logs: (metrics: MetricsLog, gradients: MetricsLog)) throws {
    try logs.metrics.synchronize()
    try logs.gradients.synchronize()
    try AtomicFile.write("\(trainingSeconds)", to: path + "/seconds.txt")
    try Checkpoint(of: trainer).write(to: checkpointPath)
  }

  private func makeRecord(_ isDiverged: Bool) throws -> RunRecord {
    let log = try RunLog(path, layers: layers)
    return RunRecord(
      identity: identity, steps: trainer.nextStep, parameters: model.parameterCount,
      trainLoss: isDiverged ? nil : RunRecord.finalLoss(log.losses.map(\.value)),
      trainError: isDiverged ? nil : RunRecord.finalLoss(log.errors.map(\.value)),
      testError: isDiverged ? nil : trainer.evaluate(data.testBatches).error,
      secondsPerStep: trainingSeconds / Double(max(1, trainer.nextStep)),
      gradientNorms: log.gradientNorms, diverged: isDiverged)
  }

  /// The curve of a finished run, for the report.
  static func curve(_ record: RunRecord, _ folder: StudyFolder) throws -> TrainingCurve {
    let identity = record.identity
    let layers = weightLayers(model(identity))
    let log = try RunLog(folder.folder(of: identity), layers: layers)
    let test = record.testError.map { [TrainingCurve.Point(step: record.steps, value: $0)] } ?? []
    return TrainingCurve(
      run: identity, loss: log.losses, trainError: log.errors, testError: test, layers: layers)
  }
}
