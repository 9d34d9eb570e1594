import Foundation
import GradusClaims
import GradusDatasets
import Testing

@testable import DegradationStudy

/// A study made in parts: each trial once, and joined the single machine's results, byte for byte.
@Suite(.serialized) struct ShardedStudyTests {
  private let files: StudyFiles

  init() throws { files = try StudyFiles() }

  private func run(_ arguments: String) throws -> (code: Int, errors: [Substring]) {
    let ending = try files.run(arguments.split(separator: " ").map(String.init))
    return (ending.code, ending.errors)
  }

  private let tiny = "--preset tiny --dataset mnist --data data --quiet --seeds 1,2"

  private func records(_ study: String) throws -> [String] {
    let names =
      FileManager.default.enumerator(atPath: files.path("\(study)/experiments"))?
      .compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".json") }
  }

  @Test func fourPartsJoinedAreTheWholeStudy() throws {
    #expect(try run("\(tiny) --claims all --output whole").code == 0)
    for part in 1...4 {
      #expect(try run("\(tiny) --claims all --shard \(part)/4 --output part\(part)").code == 0)
      #expect(!FileManager.default.fileExists(atPath: files.path("part\(part)/results.json")))
    }
    let made = try (1...4).flatMap { try records("part\($0)") }
    #expect(made.sorted() == (try records("whole").sorted()), "each trial once")
    for part in 1...4 { #expect(try records("part\(part)").count > made.count / 10) }

    let joining = try run("report part3 part1 part4 part2 --output joined --quiet")
    #expect(joining.code == 0 && joining.errors == [])
    #expect(try files.data("joined/results.json") == files.data("whole/results.json"))
    #expect(try files.data("joined/config.json") == files.data("whole/config.json"))
    #expect(try files.lasting(files.path("joined")) == files.lasting(files.path("whole")))
    #expect(try run("--resume --output joined --quiet").code == 0, "it is a study like any other")
    #expect(try files.data("joined/results.json") == files.data("whole/results.json"))
  }

  @Test func partsOfRunsJoinToo() throws {
    let nets =
      "--dataset mnist --data data --quiet --depths 8,14 --width 2 --steps 3 --batch-size 4"
      + " --test-images 10 --seeds 1"
    #expect(try run("\(nets) --output whole").code == 0)
    for part in 1...2 { #expect(try run("\(nets) --shard \(part)/2 --output p\(part)").code == 0) }
    #expect(try run("report p1 p2 --output joined --quiet").code == 0)
    #expect(try files.data("joined/results.json") == files.data("whole/results.json"))
  }

  @Test func whatIsNoSetOfPartsIsOneLine() throws {
    func expect(_ arguments: String, _ message: String) throws {
      let result = try run(arguments)
      #expect(result.code == 2 && result.errors == ["error: \(message)"])
    }
    #expect(try run("\(tiny) --claims 1 --shard 1/2 --output a").code == 0)
    #expect(try run("\(tiny) --claims 1 --shard 2/2 --output b").code == 0)
    #expect(try run("\(tiny) --claims 2 --shard 2/2 --output c").code == 0)
    #expect(try run("\(tiny) --claims 1 --output whole").code == 0)
    try expect(
      "report a", "report joins the folders of all parts of a study in a new one: add --output DIR")
    try expect("report a --output j", "parts of the study are missing: 2/2")
    try expect("report a a --output j", "a and a both hold part 1/2; give each part once")
    try expect(
      "report a c --output j",
      "c and a are parts of different studies: they differ in --claims")
    try expect(
      "report whole a --output j",
      "whole: it holds a whole study and no part of one; report it alone")
    try expect(
      "--resume --output a --shard 2/2",
      "--shard differs from the study in a; leave it out to resume")
    let name = try #require(try records("b").first)
    try FileManager.default.removeItem(atPath: files.path("b/experiments/\(name)"))
    try expect(
      "report a b --output j",
      "b: 1 of its trials are not made; go on with: DegradationStudy --resume --output b")
    #expect(try run("--resume --output b --quiet").code == 0)
    #expect(try run("report a b --output j --quiet").code == 0)
    #expect(try files.data("j/results.json") == files.data("whole/results.json"))
  }

  @Test func aPartThatIsNoneIsRefused() throws {
    let result = try run("\(tiny) --shard 5/4 --output d")
    #expect(result.code == 2 && result.errors.count == 1)
  }
}
