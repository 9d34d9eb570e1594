import Foundation
import Gradus
import Testing

@testable import ModelZoo

/// The lecture's rows: quoted from its text, recomputed, judged by the numbers.
@Suite struct LectureTests {
  private static let shared = Lecture()
  private var lecture: Lecture { Self.shared }

  private func row(_ item: String) throws -> LectureRow {
    try #require(lecture.rows.first { $0.item == item }, "\(item)")
  }

  private func number(_ item: String) throws -> LectureNumber {
    guard case .number(let number) = try row(item).check else {
      throw UserErrorForTests(item)
    }
    return number
  }

  private struct UserErrorForTests: Error {
    let item: String
    init(_ item: String) { self.item = item }
  }

  /// The lecture's text lies beside the repository where it is worked on.
  private var lectureText: String? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appendingPathComponent("../shared/reference/lecture.txt").path
    return try? String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func slidesWordsAreInTheText() throws {
    guard let text = lectureText else { return }
    for row in lecture.rows where row.isOnSlide {
      // Compared outside, so that a failure does not print the text.
      let isThere = text.contains(row.quote)
      #expect(isThere, "\(row.item): \(row.quote)")
    }
  }

  @Test func slidesNumbersAreInTheirQuotes() {
    for row in lecture.rows where row.isOnSlide {
      guard case .number(let number) = row.check else { continue }
      let printed = NumberText.fixed(number.printed, decimals: number.decimals)
      // The text spells the classes' sizes without the dash between them.
      #expect(row.quote.contains(printed), "\(row.item): \(printed) in \(row.quote)")
    }
  }

  @Test func rowsStandInTheSlidesOrder() {
    let slides = lecture.rows.map(\.slide.rawValue)
    #expect(slides == slides.sorted())
    let without = LectureSlide.allCases.filter { !slides.contains($0.rawValue) }
    #expect(without == [.deeper, .blocks], "what training shows, and the papers' figures")
    #expect(lecture.rows.allSatisfy { !$0.source.isEmpty })
  }

  @Test func everyNumberIsReproducedButThoseOfDepth() {
    let depths = ["depth before", "depth of 2015's winner, and more"]
    for row in lecture.rows {
      guard case .number(let number) = row.check, !number.isReproduced else { continue }
      #expect(depths.contains(row.item), "\(row.item) \(number.reproduced ?? number.exact)")
    }
  }

  @Test func wrongNumbers() {
    let wrong = lecture.rows.filter { $0.isOnSlide && $0.verdict == .wrong }.map(\.item)
    #expect(
      wrong == [
        "AlexNet, memory", "VGG-16, memory", "VGG-16 : AlexNet, memory",
        "VGG-16, multiply-adds", "VGG-16 : AlexNet, multiply-adds", "GoogLeNet's stem, MFLOP",
        "VGG-16's stem, memory", "VGG-16 : GoogLeNet, memory", "VGG-16's stem, parameters",
        "VGG-16 : GoogLeNet, parameters", "VGG-16's stem, MFLOP", "VGG-16 : GoogLeNet, MFLOP",
        "depth before", "VGG-16, multiply-adds again",
      ])
  }

  @Test(arguments: [
    ("AlexNet, memory", 2.480), ("AlexNet, multiply-adds", 0.724), ("VGG-16, memory", 51.680),
    ("VGG-16 : AlexNet, memory", 20.840), ("VGG-16, multiply-adds", 15.470),
    ("GoogLeNet's stem, memory", 7.465), ("GoogLeNet's stem, parameters", 124.416),
    ("GoogLeNet's stem, MFLOP", 477.676), ("VGG-16's stem, memory", 45.938),
    ("VGG-16's stem, parameters", 1.735488), ("VGG-16's stem, MFLOP", 9335.144),
    ("half the net, a batch of 128", 0.655), ("pixels of the image", 227),
    ("GoogLeNet's classifier, parameters", 1_025_000),
  ]) func exactNumbersAreTheRecomputedOnes(_ item: String, _ exact: Double) throws {
    #expect(abs(try number(item).exact / exact - 1) < 1e-3)
  }

  @Test(arguments: [
    ("AlexNet, memory", 1.877), ("VGG-16, memory", 48.617), ("VGG-16, multiply-adds", 13.621),
    ("VGG-16's stem, memory", 42.875), ("VGG-16's stem, MFLOP", 7485.5),
  ]) func reproducedNumbersAreTheRecomputedOnes(_ item: String, _ value: Double) throws {
    #expect(abs(try #require(try number(item).reproduced) / value - 1) < 1e-3)
  }

  @Test(arguments: [
    ("channels double after pooling", ["stage 5"]),
    ("the first block halves and doubles", ["stage 1"]),
    (
      "more blocks at each stage: 101, 152",
      ["stage 1 of 101", "stage 2 of 101", "stage 4 of 101", "stage 1 of 152", "stage 4 of 152"]
    ),
    ("the cost is unchanged", ["the first, from C to 2C channels"]),
    ("conv-conv-pool at first", []),
  ]) func statementsNameTheirExceptions(_ item: String, _ exceptions: [String]) throws {
    guard case .statement(let cases) = try row(item).check else {
      throw UserErrorForTests(item)
    }
    #expect(cases.filter { !$0.holds }.map(\.name) == exceptions)
    #expect(try row(item).verdict == (exceptions.isEmpty ? .right : .roughly))
  }

  @Test func talliesAddUpToTheirNumbers() {
    for row in lecture.rows {
      guard case .number(let number) = row.check, number.tallies.count == 1 else { continue }
      #expect(abs(number.tallies[0].total - number.exact) < 1e-9 * max(1, number.exact))
    }
  }

  @Test func verdictsFollowFromNumbers() {
    func verdict(_ printed: Double, _ decimals: Int, _ exact: Double) -> LectureRow.Verdict {
      LectureNumber(
        printed: printed, decimals: decimals, unit: "", exact: exact, reproduced: nil, recipe: "",
        tallies: []
      ).verdict
    }
    #expect(verdict(1.9, 1, 1.877) == .right && verdict(1.8, 1, 1.877) == .roughly)
    #expect(verdict(1.7, 1, 1.877) == .wrong && verdict(48.6, 1, 51.68) == .wrong)
    #expect(verdict(100, 0, 104) == .roughly && verdict(100, 0, 106) == .wrong)
  }
}
