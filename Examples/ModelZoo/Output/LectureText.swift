import Gradus
import GradusExampleSupport

/// The lecture's rows as a table for a terminal, slide by slide, and remarks below it.
struct LectureText {
  let lecture: Lecture

  init(_ lecture: Lecture) { self.lecture = lecture }

  var text: String {
    var table = TextTable(
      ["", "slide", "exact", "reproduced", "source", "verdict"], left: [0, 4, 5])
    var remarks: [String] = []
    for row in lecture.rows {
      var verdict = row.verdict.rawValue
      if !row.remark.isEmpty {
        if !remarks.contains(row.remark) { remarks.append(row.remark) }
        verdict += " [\((remarks.firstIndex(of: row.remark) ?? 0) + 1)]"
      }
      table.rows.append([
        (row.isOnSlide ? "" : "* ") + row.item, row.said, row.found, row.reproduced, row.source,
        verdict,
      ])
    }
    let lines = table.text.split(separator: "\n").map(String.init)
    var body = Array(lines[..<2])
    var slide: LectureSlide?
    for (row, line) in zip(lecture.rows, lines.dropFirst(2)) {
      if row.slide != slide { body += ["", row.slide.title] }
      slide = row.slide
      body.append(line)
    }
    let notes = remarks.enumerated().map { "[\($0.offset + 1)] \($0.element)".wrapped }.joined()
    return body.joined(separator: "\n") + "\n\n" + notes + "\n" + counts
  }

  private var counts: String {
    let onSlides = lecture.rows.filter(\.isOnSlide)
    let verdicts = LectureRow.Verdict.allCases.map { verdict in
      "\(onSlides.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }
    return
      ("On the slides: \(verdicts.joined(separator: ", ")). * stands in a paper, in a figure or "
      + "is counted here, and on no slide. Right: the exact number rounds to the slide's. Roughly: it "
      + "is cut off, less than 5 % away, or holds with exceptions.").wrapped
  }
}
