import Foundation
import Gradus
import GradusClaims
import Testing

@testable import DegradationStudy

@Suite(.serialized) struct StudyTensorBoardTests {
  private let files: StudyFiles

  init() throws { files = try StudyFiles() }

  private func events(_ folder: String) throws -> [TensorBoardFile.Event] {
    try TensorBoardFile(
      readingFrom: files.path("\(folder)/\(TensorBoardLog.fileName)")
    ).events
  }

  private func nets(_ output: String) -> [String] {
    [
      "--dataset", "mnist", "--data", "data", "--depths", "8", "--width", "2", "--steps", "60",
      "--batch-size", "8", "--quiet", "--output", output,
    ]
  }

  /// What is shown of a net is what its log has, also when it was killed and resumed; and the net is the
  /// one that nobody watched.
  @Test func netsAreShownAsTheyAreLogged() throws {
    #expect(try files.run(nets("unseen")).code == 0)
    #expect(try files.run(nets("plain") + ["--tensorboard"]).code == 0)
    #expect(try files.lasting(files.path("plain")) == files.lasting(files.path("unseen")))
    let run = "runs/residual-8-width2-seed1"
    let torn = try files.start(nets("torn") + ["--tensorboard"])
    for _ in 0..<60_000 where torn.process.isRunning {
      let log = (try? files.data("torn/\(run)/metrics.jsonl")) ?? Data()
      if log.count(where: { $0 == UInt8(ascii: "\n") }) > 31 { break }
      usleep(1_000)
    }
    kill(torn.process.processIdentifier, SIGKILL)
    _ = try torn.finish()
    #expect(try files.run(["--resume", "--output", "torn", "--quiet"]).code == 0)
    let (plain, again) = try (
      events("plain/tensorboard/\(run)"), events("torn/tensorboard/\(run)")
    )
    #expect(plain.map(\.step) == again.map(\.step) && plain.map(\.tags) == again.map(\.tags))
    #expect(plain.map(\.scalars) == again.map(\.scalars))
    #expect(plain.last?.tags == ["_hparams_/session_end_info"])
    for record in try MetricsTable(readingFrom: files.path("plain/\(run)")).records {
      let shown = plain.filter { $0.step == record.step }
      for (name, value) in record.values {
        #expect(shown.contains { $0.scalars[name] == Float(value) }, "\(name), \(record.step)")
      }
    }
    let tags = Set(plain.flatMap(\.tags))
    #expect(tags.isSuperset(of: ["gradients/conv1", "testError", "_hparams_/experiment"]))
  }

  /// Every trial has its events, and those that a kill left without are mended on resuming.
  @Test func trialsAreShownAsTheyAreRecorded() throws {
    let tiny = "--preset tiny --dataset mnist --data data --quiet --claims 1 --output study"
    #expect(
      try files.run((tiny + " --tensorboard").split(separator: " ").map(String.init)).code == 0)
    let store = files.path("study/experiments")
    let names = (FileManager.default.enumerator(atPath: store)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".json") }
    #expect(!names.isEmpty)
    var before: [String: [[String: Float]]] = [:]
    for name in names {
      let record = try JSONDecoder().decode(
        TrialRecord.self, from: files.data("study/experiments/\(name)"))
      let shown = try events("study/tensorboard/experiments/\(name.dropLast(5))")
      let numbers = shown.map(\.scalars)
      for quantity in record.values.keys where record.curves[quantity] == nil {
        guard let value = record[quantity] else { continue }
        #expect(numbers.contains { $0[quantity.rawValue] == Float(value) }, "\(name), \(quantity)")
      }
      for (quantity, curve) in record.curves
      where curve.x.allSatisfy({ $0 >= 0 && $0 == $0.rounded() }) {
        for (x, y) in curve.points {
          #expect(
            shown.contains { Double($0.step) == x && $0.scalars[quantity.rawValue] == Float(y) })
        }
      }
      before[name] = numbers
    }
    // As killed in the middle of an event, and before the first.
    let first = files.path("study/tensorboard/experiments/\(names[0].dropLast(5))")
    let path = URL(fileURLWithPath: "\(first)/\(TensorBoardLog.fileName)")
    try Data(contentsOf: path).dropLast(30).write(to: path)
    try FileManager.default.removeItem(
      atPath: files.path("study/tensorboard/experiments/\(names[names.count - 1].dropLast(5))"))
    #expect(try files.run(["--resume", "--output", "study", "--quiet"]).code == 0)
    for name in names {
      let shown = try events("study/tensorboard/experiments/\(name.dropLast(5))")
      #expect(shown.map(\.scalars) == before[name], "\(name)")
    }
  }
}
