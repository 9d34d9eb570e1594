import Foundation
import Gradus
import GradusClaims
import GradusTestSupport
import Testing

@testable import DegradationStudy

/// A study of claims as a whole: plan, records, resuming, and reports made from records alone.
@Suite(.serialized) struct ClaimStudyProgramTests {
  private let files: StudyFiles

  init() throws { files = try StudyFiles() }

  private func run(_ arguments: String) throws -> BuiltProgram.Ending {
    try files.run(arguments.split(separator: " ").map(String.init))
  }

  private let tiny = "--preset tiny --dataset mnist --data data --quiet --seeds 1,2"

  /// The numbers of a table's claims.
  private func numbers(_ table: StudyTable) -> [Int] {
    table.claims(StudyPreset.tiny.scale()).claims.map(\.number)
  }

  /// The records of a study without their times, by path.
  private func records(_ study: String) throws -> [String: TrialRecord] {
    let folder = files.path("\(study)/experiments")
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return try Dictionary(
      uniqueKeysWithValues: names.filter { $0.hasSuffix(".json") }.map { name in
        let data = try files.data("\(study)/experiments/\(name)")
        var record = try JSONDecoder().decode(TrialRecord.self, from: data)
        record.seconds = 0
        return (name, record)
      })
  }

  /// The criteria for which a study of the tiny preset recorded no number.
  private func unmeasured(_ study: String, _ table: StudyTable) throws -> [String] {
    var evidence = Evidence()
    for (path, record) in try records(study) {
      evidence[ExperimentName(String(path.prefix { $0 != "/" }))].append(record)
    }
    return table.claims(StudyPreset.tiny.scale()).unmeasured(evidence)
  }

  @Test(arguments: StudyTable.allCases)
  func everyClaimIsPlannedRunAndReported(_ table: StudyTable) throws {
    let numbers = numbers(table)
    let result = try run("\(tiny) --table \(table.rawValue) --claims all --json --output study")
    #expect(result.code == 0 && result.errors == [])
    let plan = try JSONDecoder().decode(ExperimentPlan.self, from: files.data("study/plan.json"))
    #expect(plan.claims.map(\.id) == numbers && plan.seeds == [1, 2])
    let planned = plan.experiments.flatMap { experiment in
      experiment.trials.map { "\(experiment.name.rawValue)/\($0.fileName)" }
    }
    #expect(Set(planned) == Set(try records("study").keys))
    let results = try JSONDecoder().decode(StudyResults.self, from: Data(result.output.utf8))
    #expect(
      results.claims.map(\.id) == numbers && results.runs.count == (table == .degradation ? 4 : 0))

    #expect(
      try unmeasured("study", table) == [], "quantities that no experiment records; misspelt?")

    let report = try files.data("study/report.html")
    let again = try run("report study --json --quiet")
    #expect(again.code == 0 && again.output == result.output)
    #expect(try files.data("study/report.html") == report)
    let page = String(decoding: report, as: UTF8.self)
    #expect(page.hasSuffix("</html>\n") && !page.contains("<script"))
    #expect(!page.contains(">nan") && !page.contains("Optional("))
    for address in page.matches(of: /(?:href|src)="([^"]*)"/) {
      #expect(address.1.hasPrefix("data:text/csv"))
    }
    let identifiers = page.matches(of: /\ id="([^"]*)"/).map { String($0.1) }
    #expect(Set(identifiers).count == identifiers.count)
    let figures = page.matches(of: /role="img"/).count
    #expect(page.matches(of: #/<desc /#).count == figures)
  }

  @Test func killedItGoesOnToTheSameRecords() throws {
    #expect(try run("\(tiny) --claims 2,12,15,17 --output whole").code == 0)
    let expected = try records("whole")
    let killed = try files.start(
      "\(tiny) --claims 2,12,15,17 --output killed".split(separator: " ").map(String.init))
    for _ in 0..<60_000 where killed.process.isRunning {
      if let count = try? records("killed").count, count > expected.count / 2 { break }
      usleep(1_000)
    }
    kill(killed.process.processIdentifier, SIGKILL)
    #expect(try killed.finish().code == -Int(SIGKILL))
    let before = try records("killed")
    #expect(before.count < expected.count)
    #expect(try run("--resume --output killed --quiet").code == 0)
    #expect(try records("killed") == expected)
  }

  /// What a kill between a study's first files, or while a trial is saved, leaves behind.
  @Test func goesOnWithoutItsPlanAndRemovesWhatIsHalfWritten() throws {
    #expect(try run("\(tiny) --claims 1 --output early").code == 0)
    let plan = try files.data("early/plan.json")
    let names = try records("early").keys
    let experiment = try #require(names.first?.split(separator: "/").first)
    let leftover = files.path(
      "early/experiments/\(experiment)/.a.json.tmp-\(AtomicFile.place)-4194305-1")
    try Data("{".utf8).write(to: URL(fileURLWithPath: leftover))
    for name in ["plan.json", "results.json", "report.html"] {
      try FileManager.default.removeItem(atPath: files.path("early/\(name)"))
    }
    #expect(try run("--resume --output early --quiet").code == 0)
    #expect(try files.data("early/plan.json") == plan)
    #expect(!FileManager.default.fileExists(atPath: leftover))
    #expect(try !files.data("early/report.html").isEmpty)
  }

  @Test(arguments: [
    ("--claims 99", "--claims: there is no claim 99; see the list with: DegradationStudy claims"),
    (
      "--claims 2 --steps 5",
      "--steps describes runs and --claims experiments of its own sizes; leave one out"
    ),
    (
      "--table lecture --depths 8",
      "--depths describes runs, and the lecture's table has none; leave it out"
    ),
    ("report nowhere", "there is no study in nowhere: config.json is missing"),
  ]) func wrongInputIsOneLine(_ arguments: String, _ message: String) throws {
    let result = try run(arguments)
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(result.errors == ["error: \(message)"])
  }

  @Test(arguments: StudyTable.allCases)
  func claimsAreListedInAHundredColumns(_ table: StudyTable) throws {
    let numbers = numbers(table)
    let result = try run("claims --table \(table.rawValue)")
    let lines = result.output.split(separator: "\n")
    #expect(result.code == 0 && lines.allSatisfy { $0.count <= 100 })
    #expect(
      lines.contains { $0.hasPrefix("\(numbers.count)  ") }
        && lines.contains { $0.hasPrefix(" 1  ") })
  }
}
