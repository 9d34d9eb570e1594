import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import GradusBenchmarks

/// The program as a whole: cases, output, exit codes, wrong input.
@Suite struct BenchmarksProgramTests {
  private let quick = ["--repeats", "2", "--seconds", "0"]

  @Test func listNamesEveryComparedNetwork() throws {
    let result = try BuiltProgram.run("GradusBenchmarks", ["--list"])
    let names = Set(result.output.split(separator: "\n").map(String.init))
    #expect(result.code == 0 && result.errors.isEmpty)
    for network in [
      "residual20", "plain56", "resnet18", "resnet50", "vgg16", "alexnet", "googlenet",
      "mobilenet_v2", "densenet121",
    ] {
      #expect(names.isSuperset(of: ["train/\(network)", "inference/\(network)"]))
    }
    #expect(names.count == BenchmarkCase.all.count, "two cases share a name")
  }

  /// Every network of the catalog gives its layers, those too whose training wants several images.
  @Test func layersOfEveryNetworkAreListed() throws {
    let result = try BuiltProgram.run("GradusBenchmarks", ["layers", "--list"])
    let names = result.output.split(separator: "\n")
    #expect(result.code == 0 && result.errors.isEmpty)
    #expect(names.count > 400 && Set(names).count == names.count)
  }

  @Test func peersProgramHasTheSameCases() throws {
    let python = URL(fileURLWithPath: "/usr/bin/python3")
    guard FileManager.default.isExecutableFile(atPath: python.path) else { return }
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/Benchmarks/peers/pytorch.py").standardized.path
    let result = try BuiltProgram(python, [script, "--list"]).finish()
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output == BenchmarkCase.all.map { $0.name + "\n" }.joined())
  }

  @Test func jsonHoldsEveryRepetition() throws {
    let filter = ["--filter", "^layer/linear-4096-1000/forward$", "--json", "--threads", "1"]
    let result = try BuiltProgram.run("GradusBenchmarks", filter + quick)
    #expect(result.code == 0, "\(result.errors)")
    let run = try JSONDecoder().decode(RunRecord.self, from: Data(result.output.utf8))
    let record = try #require(run.results.first)
    #expect(run.program == "gradus" && run.results.count == 1)
    #expect(record.samples.count == 2 && record.batch == 32 && record.threads == 1)
    let rate = 2 * 32 * 4096 * 1000 / record.seconds.median / 1e9
    #expect(abs(try #require(record.gigaflops) / rate - 1) < 1e-9)
    #expect(try #require(record.shareOfPeak) > 0)
    // The weights alone are 16 MB.
    if let peak = record.peakResidentBytes { #expect(peak > 16_000_000) }
    #expect(try #require(record.firstRepetitionSeconds) > record.samples[0])
  }

  @Test func trainingRunsAndTheTableFits() throws {
    let result = try BuiltProgram.run(
      "GradusBenchmarks", ["--filter", "batch/residual20-b32"] + quick)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("scaling/batch/residual20-b32"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func profilePrintsTablesAndWritesATrace() throws {
    let path = NSTemporaryDirectory() + UUID().uuidString + ".json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let result = try BuiltProgram.run(
      "GradusBenchmarks",
      ["profile", "scaling/batch/residual20-b32", "--steps", "1", "--trace", path])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("conv2d → 1") && result.output.contains("optimizer"))
    #expect(result.output.contains(".conv2") && result.output.contains("watching costs"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let trace = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    #expect((trace as? [String: Any])?["traceEvents"] is [Any])
  }

  @Test(arguments: [
    (["--filter", "train/nothing"], "train/nothing"), (["--filter", "("], "regular expression"),
    (["--repeats", "0"], "--repeats"), (["--threads", "0"], "--threads"),
    (["profile", "train/none"], "train/none"), (["profile", "machine/gemm"], "machine/gemm"),
  ]) func wrongInputIsOneLine(_ arguments: [String], _ part: String) throws {
    let result = try BuiltProgram.run("GradusBenchmarks", arguments)
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(result.errors.count == 1 && result.errors[0].contains(part), "\(result.errors)")
  }
}
