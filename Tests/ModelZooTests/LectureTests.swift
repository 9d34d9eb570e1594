import Gradus
import Testing

@testable import ModelZoo

/// The lecture's numbers: every one reproduced but 418, and the wrong ones corrected.
@Suite struct LectureTests {
  private let lecture: Lecture

  init() throws { lecture = try Lecture() }

  private func number(_ item: String) throws -> LectureNumber {
    try #require(lecture.numbers.first { $0.item == item }, "\(item)")
  }

  @Test func everyNumberIsReproducedButOne() {
    for number in lecture.numbers where !number.isReproduced {
      #expect(number.item == "GoogLeNet stem, MFLOP", "\(number.reproduced ?? .nan)")
    }
    let names = lecture.numbers.map(\.item)
    #expect(Set(names).count == names.count && names.count > 50)
  }

  @Test func wrongNumbersAreThoseOfTwelveConvolutionsAnd418() {
    let wrong = lecture.numbers.filter { $0.verdict == .wrong }
    #expect(
      wrong.map(\.item) == [
        "VGG-16, memory", "VGG-16, flop", "GoogLeNet stem, MFLOP",
        "VGG-16 stem, memory", "VGG-16 stem, parameters", "VGG-16 stem, MFLOP",
      ])
    #expect(wrong.allSatisfy { !$0.reason.isEmpty })
  }

  @Test(arguments: [
    ("AlexNet, memory", 1.877), ("AlexNet, flop", 0.7168), ("VGG-16, memory", 51.680),
    ("VGG-16, flop", 15.470), ("GoogLeNet stem, memory", 7.465),
    ("GoogLeNet stem, parameters", 124.416), ("GoogLeNet stem, MFLOP", 477.676),
    ("VGG-16 stem, memory", 45.938), ("VGG-16 stem, parameters", 1.735488),
    ("VGG-16 stem, MFLOP", 9335.144), ("GoogLeNet's head, parameters", 1_025_000),
  ]) func exactNumbersAreTheRecomputedOnes(_ item: String, _ exact: Double) throws {
    #expect(abs(try number(item).exact / exact - 1) < 1e-3)
  }

  @Test(arguments: [
    ("VGG-16, memory", 48.617), ("VGG-16, flop", 13.621), ("VGG-16 stem, memory", 42.875),
    ("VGG-16 stem, MFLOP", 7485.5), ("ResNet-34, flop", 3.644), ("ResNet-50, flop", 3.858),
  ]) func reproducedNumbersAreTheRecomputedOnes(_ item: String, _ value: Double) throws {
    #expect(abs(try #require(try number(item).reproduced) / value - 1) < 1e-3)
  }
}
