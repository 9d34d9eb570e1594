import Gradus

/// Something the lecture says, beside what is true.
struct LectureRow {
  /// Whether it is right.
  enum Verdict: String, CaseIterable {
    case right
    /// Near, cut off instead of rounded, or with exceptions.
    case roughly
    case wrong
  }

  /// What is said: a number, or that something holds in some cases.
  enum Check {
    case number(LectureNumber)
    case statement([LectureCase])
  }

  let slide: LectureSlide
  /// What it is about.
  let item: String
  /// The slide's words that say it; empty for what stands in a paper or a figure and on no slide.
  let quote: String
  /// Who said it first, or counted it.
  let source: String
  let check: Check
  /// What is to be known beyond the verdict; empty for nothing.
  let note: String

  /// Whether a slide says it.
  var isOnSlide: Bool { !quote.isEmpty }

  /// Follows from the numbers alone.
  var verdict: Verdict {
    switch check {
    case .number(let number): number.verdict
    case .statement(let cases):
      cases.allSatisfy(\.holds) ? .right : cases.contains(where: \.holds) ? .roughly : .wrong
    }
  }

  /// What is said, short: `1.9 MB`, `all`.
  var said: String {
    switch check {
    case .number(let number): number.said
    case .statement(let cases): cases.count == 1 ? "yes" : "all \(cases.count)"
    }
  }

  /// What is true, short: `2.480 MB`, `3 of 4`.
  var found: String {
    switch check {
    case .number(let number): return LectureNumber.text(number.exact) + number.unit
    case .statement(let cases):
      let holding = cases.count(where: \.holds)
      return cases.count == 1 ? (holding == 1 ? "yes" : "no") : "\(holding) of \(cases.count)"
    }
  }

  /// What gives the slide's number where the exact one does not; empty otherwise.
  var reproduced: String {
    guard case .number(let number) = check, let value = number.reproduced else { return "" }
    return LectureNumber.text(value) + number.unit
  }

  /// Everything to be said below a table: exceptions, deviations, the note.
  var remark: String {
    var parts: [String] = []
    switch check {
    case .number(let number):
      if let deviation = number.deviation { parts.append(deviation) }
      if number.reproduced != nil { parts.append("as printed: \(number.recipe)") }
    case .statement(let cases):
      let exceptions = cases.filter { !$0.holds }
      if !exceptions.isEmpty {
        parts.append("not " + exceptions.map { "\($0.name) (\($0.found))" }.joined(separator: ", "))
      }
    }
    if !note.isEmpty { parts.append(note) }
    return parts.joined(separator: "; ")
  }
}

/// One of the cases in which a statement should hold.
struct LectureCase {
  let name: String
  let holds: Bool
  /// What is the case.
  let found: String

  init(_ name: String, _ holds: Bool, _ found: String) {
    (self.name, self.holds, self.found) = (name, holds, found)
  }
}
