import Foundation
import Gradus
import GradusExampleSupport

/// One net's training: resumable from its checkpoint at any step, with the same bits.
final class StudyRun {
  private let identity: RunIdentity
  private let configuration: StudyConfiguration
  private let data: StudyData
  private let folder: StudyFolder
  /// Who shows the net to TensorBoard; nil where it is not.
  private let tensorBoard: StudyTensorBoard?
  private var events: TensorBoardLog?
  private let model: CIFARResNet
  private let loop: TrainingLoop<Batch>
  private let layers: [String]
  private let testCurve: TestCurve?
  private var trainingSeconds = 0.0

  /// Steps between checkpoints.
  private static let checkpointInterval = 20
  private static let metricColumns = TrainingMetric.allCases.map(\.rawValue)

  init(
    _ identity: RunIdentity, _ configuration: StudyConfiguration, _ data: StudyData,
    _ folder: StudyFolder, _ tensorBoard: StudyTensorBoard? = nil
  ) {
    (self.identity, self.configuration) = (identity, configuration)
    (self.data, self.folder, self.tensorBoard) = (data, folder, tensorBoard)
    model = Self.model(
      identity, inputChannels: data.train.channels, classes: data.train.classes
    ).initialize(seed: identity.seed)
    testCurve = TestCurve(
      steps: configuration.steps, batchSize: configuration.batchSize, testImages: data.test.count)
    loop = TrainingLoop(
      model,
      SGD(model, momentum: configuration.momentum, weightDecay: configuration.weightDecay),
      configuration.rates(depth: identity.depth), seed: identity.seed)
    loop.convolutionAccuracy = configuration.convolutionAccuracy
    layers = Self.weightLayers(model)
  }

  /// The net of a run, without values.
  static func model(
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
  private var checkpoints: CheckpointFile { CheckpointFile(path + "/checkpoint.safetensors") }

  /// Trains to the end, or from the last checkpoint; throws `ProgramInterrupted` after Ctrl-C.
  func run(_ progress: (Int, Double) -> Void) throws -> RunRecord {
    if let done = try finishedRecord() { return done }
    try folder.make(folder.name(of: identity) + "/gradients")
    if testCurve != nil { try folder.make(folder.name(of: identity) + "/test") }
    try restore()
    events = try tensorBoard?.log(of: identity, configuration, atStep: loop.stepCount)
    let record = try makeRecord(stoppedEarly: train(progress))
    if let error = record.testError { try events?.scalar("testError", error, step: record.steps) }
    try events?.finished(successfully: !record.diverged, step: record.steps)
    try folder.write(record, to: folder.name(of: identity) + "/result.json")
    return record
  }

  private func finishedRecord() throws -> RunRecord? {
    let name = folder.name(of: identity) + "/result.json"
    guard folder.contains(name) else { return nil }
    return try folder.read(RunRecord.self, from: name)
  }

  private func restore() throws {
    guard let latest = try checkpoints.latest() else { return }
    try loop.restore(latest.checkpoint)
    let text = (try? FileContents.read(path + "/seconds.txt")) ?? []
    trainingSeconds = Double(String(decoding: text, as: UTF8.self)) ?? 0
  }

  /// Runs the remaining steps; true when the loss stopped being finite.
  private func train(_ progress: (Int, Double) -> Void) throws -> Bool {
    let metrics = try MetricsLog(
      resumingIn: path, columns: Self.metricColumns, atStep: loop.stepCount)
    let gradients = try MetricsLog(
      resumingIn: path + "/gradients", columns: layers, atStep: loop.stepCount)
    (loop.log, loop.checkpoints) = (metrics, checkpoints)
    loop.checkpointCadence = .every(Self.checkpointInterval)
    var probe: GradientNorms?
    loop.observers = { [unowned self] step in
      let isProbed = LogSpacedSteps.contains(step) || step == configuration.steps - 1
      probe = isProbed ? GradientNorms(model) : nil
      return probe.map { [$0] } ?? []
    }
    let tests = try testCurve.flatMap { try watchTests($0) }
    loop.onCheckpoint = { [unowned self] in
      try gradients.synchronize()
      try tests?.synchronize()
      try events?.synchronize()
      try AtomicFile.write("\(trainingSeconds)", to: path + "/seconds.txt")
      return [:]
    }
    let batches = data.trainingBatches(configuration, seed: identity.seed)
    do {
      try loop.run(to: configuration.steps, on: batches) { step in
        trainingSeconds += step.seconds
        let norms = probe.map(weightNorms)
        if let norms { try gradients.append(step: step.number, norms) }
        try show(step, norms ?? [:])
        progress(step.number + 1, step.loss)
      }
      return false
    } catch let divergence as Divergence {
      try metrics.append(
        step: divergence.step, [TrainingMetric.loss.rawValue: divergence.loss])
      try events?.scalar(
        TrainingMetric.loss.rawValue, divergence.loss, step: divergence.step)
      return true
    } catch is TrainingInterrupted {
      throw folder.interruption
    }
  }

  /// Shows a step's numbers, and the norms of its gradients where they were taken.
  private func show(_ step: TrainingStep, _ norms: [String: Double]) throws {
    var numbers = step.metrics
    numbers[TrainingMetric.loss.rawValue] = step.loss
    numbers[TrainingMetric.learningRate.rawValue] = step.learningRate
    for (layer, norm) in norms { numbers["gradients/\(layer)"] = norm }
    try events?.scalars(numbers, step: step.number)
  }

  /// Logs the error on some test images along the way; nothing of the training depends on it. A run
  /// that was begun without such a log goes on without one.
  private func watchTests(_ curve: TestCurve) throws -> MetricsLog? {
    let isBegun = folder.contains(folder.name(of: identity) + "/test/metrics.jsonl")
    guard loop.stepCount == 0 || isBegun else { return nil }
    let log = try MetricsLog(
      resumingIn: path + "/test", columns: [TrainingMetric.error.rawValue],
      atStep: loop.stepCount)
    loop.evaluationCadence = .after(Set(curve.steps))
    loop.onEvaluation = { [unowned self] in
      let result = model.evaluate(data.firstTestBatches(curve.images))
      try log.append(step: loop.stepCount - 1, [TrainingMetric.error.rawValue: result.error])
      try events?.scalar("testError", result.error, step: loop.stepCount - 1)
      return [:]
    }
    return log
  }

  private func weightNorms(_ probe: GradientNorms) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: layers.compactMap { layer in
        probe.norms[layer + ".weight"].map { (layer, $0) }
      })
  }

  private func makeRecord(stoppedEarly: Bool) throws -> RunRecord {
    let log = try RunLog(path, layers: layers)
    let test = stoppedEarly ? nil : model.evaluate(data.testBatches)
    // The last step may have left the finite numbers without a batch that shows it.
    let isDiverged = test.map { !$0.loss.isFinite } ?? true
    return RunRecord(
      identity: identity, steps: loop.stepCount, parameters: model.parameterCount,
      trainLoss: isDiverged ? nil : RunRecord.finalLoss(log.losses.map(\.value)),
      trainError: isDiverged ? nil : RunRecord.finalLoss(log.errors.map(\.value)),
      testError: isDiverged ? nil : test?.error,
      secondsPerStep: trainingSeconds / Double(max(1, loop.stepCount)),
      gradientNorms: log.gradientNorms, diverged: isDiverged)
  }

  /// The curve of a finished run, for the report.
  static func curve(_ record: RunRecord, _ folder: StudyFolder) throws -> TrainingCurve {
    let identity = record.identity
    let layers = weightLayers(model(identity))
    let log = try RunLog(folder.folder(of: identity), layers: layers)
    let last = record.testError.map { [TrainingCurve.Point(step: record.steps, value: $0)] } ?? []
    let along = log.testErrors.filter { $0.step < record.steps }
    return TrainingCurve(
      run: identity, loss: log.losses, trainError: log.errors, testError: along + last,
      layers: layers)
  }
}
