import Foundation
import GradusTestSupport
import Testing

@testable import DegradationStudy

/// Studies on several data sets as a whole: folders, the table, resuming.
@Suite(.serialized) struct SeriesProgramTests {
  private let files: StudyFiles

  init() throws { files = try StudyFiles() }

  private func run(_ arguments: String) throws -> BuiltProgram.Ending {
    try files.run(arguments.split(separator: " ").map(String.init))
  }

  private let tiny = "--preset tiny --dataset mnist:data,noise --quiet --seeds 1,2 --claims 12,27"

  @Test func endsInOneTableAndGoesOnWhereItStopped() throws {
    let first = try run("\(tiny) --output series --json")
    #expect(first.code == 0 && first.errors == [])
    for name in [
      "report.html", "results.json", "datasets.json", "mnist/report.html", "noise/results.json",
      "noise/plan.json", "mnist/environment.json",
    ] { #expect(FileManager.default.fileExists(atPath: files.path("series/\(name)")), "\(name)") }
    let results = try JSONDecoder().decode(SeriesResults.self, from: Data(first.output.utf8))
    #expect(results.datasets.map(\.name) == ["mnist", "noise"])
    #expect(results.datasets.map(\.isControl) == [false, true])
    #expect(results.datasets.allSatisfy { $0.vectors != nil && $0.processor != nil })
    #expect(results.claims.map(\.id) == [12, 27])
    #expect(results.claims.allSatisfy { Set($0.verdicts.keys) == ["mnist", "noise"] })
    let page = String(decoding: try files.data("series/report.html"), as: UTF8.self)
    #expect(page.hasSuffix("</html>\n") && page.contains("href=\"noise/report.html\""))

    // A series that was stopped before its last study: what is left of it decides what is made.
    try FileManager.default.removeItem(atPath: files.path("series/noise"))
    try FileManager.default.removeItem(atPath: files.path("series/results.json"))
    let early = try run("report series")
    #expect(early.code == 2 && early.errors.first?.contains("its study has not begun") == true)
    let resumed = try run("--resume --output series --quiet --json")
    #expect(resumed.code == 0 && resumed.output == first.output)

    let again = try run("report series --json --quiet")
    #expect(again.code == 0 && again.output == first.output)
    let shown = try run("report series --quiet")
    #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(shown.output.contains("agreement"))
    let other = try run("--resume --output series --dataset mnist:data,fashion-mnist:data")
    #expect(
      other.errors == [
        "error: --dataset differs from the studies in series; leave it out to resume"
      ])
    let occupied = try run("\(tiny) --output series")
    #expect(
      occupied.code == 2 && occupied.errors.first?.contains("already holds a study") == true)
    let single = try run("--dataset mnist:data --quiet --output series")
    #expect(single.code == 2 && single.errors.first?.contains("already holds a study") == true)
  }

  @Test(arguments: [
    ("--dataset mnist:data,mnist:data", "two data sets would share the folder mnist"),
    ("--dataset mnist:data,cifar10", "cifar10"),
    ("--dataset mnist:data,noise --shard 1/2", "--shard is for one data set"),
    (
      "--dataset mnist:data,noise --resume --output data", "no study of several data sets to resume"
    ),
    ("--dataset mnist,noise --data nowhere", "--data nowhere: there is no such folder"),
    ("--dataset mnist:data,noise --claims 99", "--claims: there is no claim 99"),
  ]) func wrongInputIsOneLineAndLeavesNothing(_ arguments: String, _ problem: String) throws {
    let result = try run("--preset tiny --quiet \(arguments)")
    #expect(result.code == 2 && result.output.isEmpty && result.errors.count == 1)
    #expect(result.errors.first?.contains(problem) == true, "\(result.errors)")
    let names = try FileManager.default.contentsOfDirectory(atPath: files.folder)
    #expect(names.allSatisfy { $0 == "data" || $0.hasSuffix(".out") || $0.hasSuffix(".err") })
  }
}
