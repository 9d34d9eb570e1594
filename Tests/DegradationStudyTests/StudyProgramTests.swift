import Foundation
import Testing

@testable import DegradationStudy

/// The program as a whole: files, exit codes, and resuming bit for bit.
@Suite(.serialized) struct StudyProgramTests {
  private let files: StudyFiles

  init() throws { files = try StudyFiles() }

  private func arguments(steps: Int = 6, output: String = "study") -> [String] {
    [
      "--dataset", "mnist", "--data", "data", "--depths", "8", "--width", "2", "--steps",
      "\(steps)", "--batch-size", "8", "--quiet", "--output", output,
    ]
  }

  private func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: files.path(name))
  }

  /// The number of records of a run so far.
  private func records(_ output: String, _ run: String) -> Int {
    let text = (try? files.data("\(output)/runs/\(run)/metrics.jsonl")) ?? Data()
    return text.count { $0 == UInt8(ascii: "\n") }
  }

  /// Waits, a minute at most, until the first run has some records.
  private func awaitRecords(_ count: Int, _ output: String, of process: Process) {
    for _ in 0..<60_000 {
      if !process.isRunning || records(output, "plain-8-width2-seed1") >= count { return }
      usleep(1_000)
    }
  }

  @Test func makesTheFilesAndResumesAFinishedStudyAtOnce() throws {
    let first = try files.run(arguments() + ["--json"])
    #expect(first.code == 0 && first.errors == [])
    for name in [
      "report.html", "results.json", "metrics.jsonl", "metrics.csv", "config.json",
      "environment.json", "runs/plain-8-width2-seed1/checkpoint.safetensors",
      "runs/residual-8-width2-seed1/gradients/metrics.csv",
    ] { #expect(exists("study/" + name), "\(name)") }
    let results = try JSONDecoder().decode(StudyResults.self, from: Data(first.output.utf8))
    #expect(first.output == String(decoding: try files.data("study/results.json"), as: UTF8.self))
    #expect(results.runs.map(\.identity.net) == ["plain-8", "residual-8"])
    for run in results.runs {
      #expect(run.steps == 6 && run.width == 2 && run.seed == 1 && !run.diverged)
      #expect(run.trainLoss != nil && run.trainError != nil && run.testError != nil)
      #expect(Set(run.gradientNorms.keys).count == 8)
      #expect(run.gradientNorms["conv1"].map { Set($0.keys) } == ["0", "1", "3", "5"])
    }
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(first.output.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["program", "version", "configuration", "runs", "claims"])
    let combined = String(decoding: try files.data("study/metrics.csv"), as: UTF8.self)
    let lines = combined.split(separator: "\n")
    #expect(lines.count == 13)
    #expect(lines.first == "kind,depth,width,seed,step,loss,error,learningRate")
    #expect(lines.last?.hasPrefix("residual,8,2,1,5,") == true)

    let lasting = try files.lasting(files.output)
    let again = try files.run(
      ["--resume", "--output", "study", "--quiet", "--json"])
    #expect(again.code == 0 && again.output == first.output)
    #expect(try files.lasting(files.output) == lasting)

    let occupied = try files.run(arguments())
    #expect(occupied.code == 2 && occupied.errors.count == 1)
    let conflict = try files.run(arguments(steps: 7) + ["--resume"])
    #expect(conflict.code == 2)
    #expect(
      conflict.errors == ["error: --steps differs from the study in study; leave it out to resume"])
    #expect(try files.lasting(files.output) == lasting)

    try Data("{}".utf8).write(
      to: URL(fileURLWithPath: files.path("study/runs/plain-8-width2-seed1/result.json")))
    let damaged = try files.run(["--resume", "--output", "study"])
    #expect(damaged.code == 2 && damaged.errors.count == 1)
    #expect(damaged.errors.first?.contains("result.json is damaged") == true)
  }

  @Test(arguments: [
    ["--depths", "9"], ["--depths", "x"], ["--bogus"], ["--batch-size", "25"],
    ["--test-images", "11"], ["--data", "nowhere"], ["--threads", "0"], ["--output", ""],
    ["--dataset", "cifar10"], ["--resume"],
  ]) func wrongInputIsOneLineAndLeavesNothing(_ wrong: [String]) throws {
    var all = arguments()
    if let position = all.firstIndex(of: wrong[0]) { all.removeSubrange(position...position + 1) }
    let result = try files.run(all + wrong)
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(result.errors.count == 1, "\(result.errors)")
    #expect(result.errors.first?.hasPrefix("error: ") == true)
    #expect(!exists("study"))
    let names = try FileManager.default.contentsOfDirectory(atPath: files.folder)
    #expect(names.allSatisfy { $0 == "data" || $0.hasSuffix(".out") || $0.hasSuffix(".err") })
  }

  @Test func testImagesOfAnotherSizeAreNamedBeforeTraining() throws {
    try files.write(images: 10, as: "t10k", side: 6)
    let result = try files.run(arguments())
    #expect(result.code == 2 && result.output.isEmpty && !exists("study"))
    #expect(
      result.errors == [
        "error: the mnist images in \(files.path("data")) have the shape [8, 8, 1] to train on and "
          + "[6, 6, 1] to test on; give --data a folder where they are alike"
      ])
  }

  @Test func aConfigurationMadeByHandIsChecked() throws {
    #expect(try files.run(arguments(steps: 1)).code == 0)
    let path = URL(fileURLWithPath: files.path("study/config.json"))
    let text = String(decoding: try Data(contentsOf: path), as: UTF8.self)
    try Data(text.replacing("\"width\": 2", with: "\"width\": 0").utf8).write(to: path)
    let result = try files.run(["--resume", "--output", "study"])
    #expect(result.code == 2)
    #expect(
      result.errors == [
        "error: study/config.json: width takes a whole number from 1 to 1024, not 0"
      ])
  }

  @Test func killedOrInterruptedItResumesBitForBit() throws {
    let steps = 120
    #expect(try files.run(arguments(steps: steps, output: "plain")).code == 0)
    let expected = try files.lasting(files.path("plain"))
    // Four files for each run, of steps, gradients and test errors with two and the checkpoint with
    // one each, and two of all runs together.
    #expect(expected.count == 16)

    let killed = try files.start(arguments(steps: steps, output: "killed"))
    awaitRecords(47, "killed", of: killed.process)
    kill(killed.process.processIdentifier, SIGKILL)
    #expect(try killed.finish().code == -Int(SIGKILL))
    let resumed = try files.run(["--resume", "--output", "killed", "--quiet"])
    #expect(resumed.code == 0)
    #expect(try files.lasting(files.path("killed")) == expected)

    let interrupted = try files.start(arguments(steps: steps, output: "interrupted"))
    awaitRecords(33, "interrupted", of: interrupted.process)
    kill(interrupted.process.processIdentifier, SIGINT)
    let result = try interrupted.finish()
    #expect(result.code == 130 && result.output.isEmpty)
    #expect(
      result.errors == [
        "interrupted; everything is saved, continue with: DegradationStudy --resume --output "
          + "interrupted"
      ])
    #expect(!exists("interrupted/results.json"))
    let rest = try files.run(["--resume", "--output", "interrupted", "--quiet"])
    #expect(rest.code == 0)
    #expect(try files.lasting(files.path("interrupted")) == expected)
  }
}
