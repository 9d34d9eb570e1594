import ArgumentParser
import Foundation
import Gradus

/// `lecture`: the slides' numbers beside the exact ones.
struct LectureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lecture",
    abstract: "Recompute every number of the lecture's slides and correct the wrong ones.")

  func run() throws { print(LectureText(try Lecture()).text, terminator: "") }
}

/// The lecture's numbers as a table, and reasons below it.
struct LectureText {
  let lecture: Lecture

  init(_ lecture: Lecture) { self.lecture = lecture }

  var text: String {
    var table = TextTable(
      ["number", "slide", "exact", "reproduced", "convention", "verdict"], left: [0, 4, 5])
    var reasons: [String] = []
    for number in lecture.numbers {
      var verdict = number.verdict.rawValue
      if !number.reason.isEmpty {
        reasons.append(number.reason)
        let position = (reasons.firstIndex(of: number.reason) ?? 0) + 1
        if position < reasons.count { reasons.removeLast() }
        verdict += " [\(position)]"
      }
      table.rows.append([
        number.item, number.slide, Self.number(number.exact),
        number.reproduced.map(Self.number) ?? "–", number.convention, verdict,
      ])
    }
    let notes = reasons.enumerated().map { "[\($0.offset + 1)] \($0.element)\n" }.joined()
    let counts = [LectureNumber.Verdict.right, .roughly, .wrong].map { verdict in
      "\(lecture.numbers.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    return table.text + "\n" + notes + "\n\(counts.joined(separator: ", ")). "
      + "flop on the slides means multiply-add:\n"
      + "G is GMAC, MFLOP is MMAC. MB on the slides means 2²⁰ bytes.\n"
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15
      ? Int(value).grouped : NumberText.fixed(value, decimals: value < 1000 ? 3 : 1)
  }
}
