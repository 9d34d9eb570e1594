import Foundation
import Gradus
import GradusClaims

/// Shows a study to TensorBoard: a folder of events for each net, written as it trains, and for each trial,
/// written when it is recorded.
final class StudyTensorBoard: @unchecked Sendable {
  /// The folder of all events in the study's.
  static let folderName = "tensorboard"

  private let folder: StudyFolder
  private let dataset: String
  private let lock = NSLock()
  /// The records whose events are whole; read and written under `lock`, as `failure` is.
  private var shown: Set<String> = []
  private var failure: (any Error)?

  /// Goes on with the events of a study; nil where nobody asks for them and there are none.
  init?(_ folder: StudyFolder, _ configuration: StudyConfiguration, isAsked: Bool) throws {
    guard isAsked || folder.contains(Self.folderName) else { return nil }
    try folder.make(Self.folderName)
    (self.folder, dataset) = (folder, configuration.dataset)
  }

  /// The events of a net that goes on with step `step`, without those from that step on.
  func log(
    of run: RunIdentity, _ configuration: StudyConfiguration, atStep step: Int
  ) throws -> TensorBoardLog {
    let name = "\(Self.folderName)/\(folder.name(of: run))"
    try folder.make(name)
    let isBegun = folder.contains("\(name)/\(TensorBoardLog.fileName)") && step > 0
    let log = try TensorBoardLog(resumingIn: folder.file(name), atStep: isBegun ? step : 0)
    guard !isBegun else { return log }
    try log.hyperParameters(
      [
        "kind": .text(run.kind.rawValue), "depth": .number(Double(run.depth)),
        "width": .number(Double(run.width)), "seed": .number(Double(run.seed)),
        "dataset": .text(dataset), "steps": .number(Double(configuration.steps)),
        "batchSize": .number(Double(configuration.batchSize)),
        "learningRate": .number(configuration.learningRate),
        "momentum": .number(configuration.momentum),
        "weightDecay": .number(configuration.weightDecay),
      ], metrics: ["loss", "error", "testError"])
    return log
  }

  /// Writes the events of all trials that are recorded and have none, or were killed in writing them.
  ///
  /// What goes wrong is kept for `check`, so that the trials go on.
  func showRecorded() {
    lock.withLock {
      do { try showAll() } catch { failure = failure ?? error }
    }
  }

  /// Throws what went wrong in showing trials.
  func check() throws {
    if let failure = lock.withLock({ failure }) { throw failure }
  }

  private func showAll() throws {
    for experiment in names(in: "experiments") {
      for name in names(in: "experiments/\(experiment)") where name.hasSuffix(".json") {
        let record = "\(experiment)/\(name.dropLast(5))"
        if shown.contains(record) { continue }
        let path = "\(Self.folderName)/experiments/\(record)"
        if !isWhole(path) {
          try show(
            folder.read(TrialRecord.self, from: "experiments/\(experiment)/\(name)"),
            of: experiment, in: path)
        }
        shown.insert(record)
      }
    }
  }

  private func names(in name: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.file(name))) ?? []).sorted()
  }

  /// Whether a folder has events up to the last, which says how the trial ended.
  private func isWhole(_ path: String) -> Bool {
    let file = folder.file("\(path)/\(TensorBoardLog.fileName)")
    let last = (try? TensorBoardFile(readingFrom: file))?.events.last
    return last?.tags == ["_hparams_/session_end_info"]
  }

  private func show(_ record: TrialRecord, of experiment: String, in path: String) throws {
    try folder.make(path)
    let log = try TensorBoardLog(resumingIn: folder.file(path), atStep: 0)
    try log.hyperParameters(
      [
        "experiment": .text(experiment), "subject": .text(record.subject.rawValue),
        "seed": .number(Double(record.seed)), "dataset": .text(dataset),
      ], metrics: record.values.keys.map(\.rawValue).sorted())
    let events = TrialEvents(record)
    for (step, numbers) in events.numbers { try log.scalars(numbers, step: step) }
    try log.finished(successfully: !record.diverged, step: events.lastStep)
  }
}
