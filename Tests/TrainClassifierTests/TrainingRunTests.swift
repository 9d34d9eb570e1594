import Foundation
import Gradus
import GradusExampleSupport
import Testing

@testable import TrainClassifier

/// Whole small runs: what they leave behind, and that an interrupted one leaves the same.
@Suite(.serialized) struct TrainingRunTests {
  private struct Stop: Error {}

  private func bytes(_ path: String) throws -> [UInt8] { try FileContents.read(path) }

  @Test(arguments: [1, 4, 7]) func aResumedRunEndsWithTheSameFiles(_ steps: Int) throws {
    let task = try SmallTask()
    let plain = try task.run("plain")
    try plain.run { _ in }
    #expect(throws: Stop.self) {
      try task.run("torn").run { step in if step.number + 1 == steps + 1 { throw Stop() } }
    }
    let resumed = try task.run("torn")
    try resumed.restore { _ in }
    #expect(resumed.nextStep == steps / 2 * 2 && resumed.nextStep <= steps)
    try resumed.run { _ in }
    #expect(resumed.bestStep == plain.bestStep && plain.bestStep != nil)
    let names = [
      "metrics.jsonl", "metrics.csv", "checkpoints/best.safetensors",
      "checkpoints/step-00000012.safetensors", "checkpoints/step-00000010.safetensors",
    ]
    for name in names {
      let (first, second) = try (
        bytes(task.folder["plain/\(name)"]), bytes(task.folder["torn/\(name)"])
      )
      #expect(first == second, "\(name)")
    }
    let left = try FileContents.names(in: task.folder["plain/checkpoints"])
    #expect(left.count == 3, "\(left)")
  }

  /// What TensorBoard is shown is what metrics.jsonl has; a resumed run shows the same, and who is watched
  /// trains to the same bits.
  @Test func tensorBoardSeesTheSameRun() throws {
    let task = try SmallTask()
    try task.run("unseen").run { _ in }
    try task.run("plain", showsTensorBoard: true).run { _ in }
    #expect(throws: Stop.self) {
      try task.run("torn", showsTensorBoard: true).run { step in
        if step.number == 7 { throw Stop() }
      }
    }
    let resumed = try task.run("torn")
    try resumed.restore { _ in }
    try resumed.run { _ in }
    func events(_ name: String) throws -> [TensorBoardFile.Event] {
      try TensorBoardFile(readingFrom: task.folder["\(name)/\(TensorBoardLog.fileName)"]).events
    }
    let (plain, torn) = (try events("plain"), try events("torn"))
    #expect(plain.map(\.step) == torn.map(\.step))
    #expect(plain.map(\.tags) == torn.map(\.tags) && plain.map(\.scalars) == torn.map(\.scalars))
    for record in try MetricsTable(readingFrom: task.folder["plain"]).records {
      let shown = plain.filter { $0.step == record.step }.reduce(into: [:]) {
        $0.merge($1.scalars) { _, new in new }
      }
      for (name, value) in record.values { #expect(shown[name] == Float(value), "\(name)") }
    }
    let tags = Set(plain.flatMap(\.tags))
    for kind in ["weights/", "gradients/", "activations/", "filters/", "settings", "_hparams_/"] {
      #expect(tags.contains { $0.hasPrefix(kind) }, "\(kind)")
    }
    #expect(
      try bytes(task.folder["unseen/metrics.jsonl"]) == bytes(task.folder["plain/metrics.jsonl"]))
    let last = "checkpoints/step-00000012.safetensors"
    #expect(try bytes(task.folder["unseen/\(last)"]) == bytes(task.folder["plain/\(last)"]))
  }

  @Test func anEarlyStopIsResumedToo() throws {
    let task = try SmallTask()
    // Nothing counts as an improvement after the first look.
    let more = ["patience=2", "minimumImprovement=1000"]
    let plain = try task.run("plain", more)
    try plain.run { _ in }
    #expect(plain.nextStep == 9 && plain.bestStep == 3)
    #expect(throws: Stop.self) {
      try task.run("torn", more).run { step in if step.number + 1 == 8 { throw Stop() } }
    }
    let resumed = try task.run("torn", more)
    try resumed.restore { _ in }
    #expect(resumed.nextStep == 6)
    try resumed.run { _ in }
    #expect(resumed.nextStep == 9 && resumed.bestStep == 3)
    let again = try task.run("torn", more)
    try again.restore { _ in }
    try again.run { _ in Issue.record("a finished run went on") }
  }

  @Test func aDamagedCheckpointIsPassedOver() throws {
    let task = try SmallTask()
    try task.run("a").run { _ in }
    let last = task.folder["a/checkpoints/step-00000012.safetensors"]
    try Data(try bytes(last).dropLast(3)).write(to: URL(fileURLWithPath: last))
    let resumed = try task.run("a")
    var notes: [String] = []
    try resumed.restore { notes.append($0) }
    #expect(resumed.nextStep == 10 && notes.count == 1 && notes[0].contains(last))
  }

  @Test func theExportedFilePredictsWhatTheRunDoes() throws {
    let task = try SmallTask()
    try task.run("a").run { _ in }
    for weights in TrainedClassifier.Weights.allCases {
      let trained = try TrainedClassifier(task.folder["a"], weights: weights)
      let file = task.folder["\(weights).safetensors"]
      try ExportedWeights.write(trained, to: file)
      let exported = try TrainedClassifier(file)
      #expect(exported.card == trained.card)
      let images = try ImageSource(configuration: task.configuration()).load(.test)
      let pictures = (0..<5).map { trained.card.prepared(images.picture(at: $0)) }
      #expect(exported.probabilities(pictures) == trained.probabilities(pictures))
      // PyTorch's layout: outputs first.
      let convolution = try SafetensorsFile.read(file)["layer2.0.conv1.weight"]
      #expect(convolution?.shape == [32, 16, 3, 3])
    }
    let raw = try TrainedClassifier(task.folder["a"], weights: .raw)
    #expect(raw.weights == .raw)
    #expect(try TrainedClassifier(task.folder["a"]).weights == .average)
  }

  @Test func aRunLearnsAndIsMeasuredTwice() throws {
    let task = try SmallTask()
    let more = ["steps=60", "averageDecay=0.8", "augmentation=none"]
    try task.run("a", more).run { _ in }
    let images = try ImageSource(configuration: task.configuration(more)).load(.test)
    let result = try RunResult(task.folder["a"], dataset: .memory(images), steps: 60)
    #expect(result.measurements.map(\.weights) == ["raw", "average"])
    #expect(result.measurements.allSatisfy { $0.error <= 0.25 && $0.top5Error <= $0.error })
    #expect(result.table.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func anotherDataSetIsRefused() throws {
    let task = try SmallTask()
    try task.run("a", ["steps=2"]).run { _ in }
    let other = ImageDataset(
      name: "other", pixels: [UInt8](repeating: 0, count: 36), height: 6, width: 6, channels: 1,
      labels: [0], classNames: ["cat", "dog"])
    let error = #expect(throws: UserError.self) {
      try RunResult(task.folder["a"], dataset: .memory(other))
    }
    #expect(error?.description.hasPrefix("other has the classes cat, dog; ") == true)
  }
}
