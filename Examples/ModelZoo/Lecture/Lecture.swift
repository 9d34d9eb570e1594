import Gradus

/// What the lecture "Evolution of CNN Architectures" says, recomputed: every number of its text, and
/// what it states of networks.
///
/// The tables are those of J. Johnson, EECS 498-007, lecture 8: results of convolutions in float32,
/// parameters with biases, multiply-adds as one operation.
struct Lecture {
  /// Everything, in the order of the slides.
  let rows: [LectureRow]

  /// Measures the networks.
  init() {
    let nets = LectureNetworks()
    rows = [
      Self.challenge, Self.alexNet(nets), Self.zfNet(nets), Self.vgg(nets), Self.laws,
      Self.vggSize(nets), Self.googLeNet(nets), Self.stem(nets), Self.heads(nets),
      Self.year2015(nets), Self.residual(nets), Self.resNetTables(nets), Self.bottleneck(nets),
      Self.later(nets), Self.summary(nets),
    ].flatMap { $0 }.enumerated().sorted {
      ($0.element.slide.rawValue, $0.offset) < ($1.element.slide.rawValue, $1.offset)
    }.map(\.element)
  }

  /// The rows that print a number as it was typed, `48.6`, `25X` or `732`.
  func rows(printing text: String) -> [LectureRow] {
    let wanted = text.filter { $0.isNumber || $0 == "." }
    return rows.filter { row in
      guard case .number(let number) = row.check else { return false }
      return NumberText.fixed(number.printed, decimals: number.decimals) == wanted
    }
  }

  static func number(
    _ slide: LectureSlide, _ item: String, _ quote: String, _ printed: Double, _ decimals: Int = 0,
    _ unit: String = "", exact: Double, source: String, tallies: [LectureTally] = [],
    reproduced: Double? = nil, by recipe: String = "", note: String = ""
  ) -> LectureRow {
    LectureRow(
      slide: slide, item: item, quote: quote, source: source,
      check: .number(
        LectureNumber(
          printed: printed, decimals: decimals, unit: unit, exact: exact, reproduced: reproduced,
          recipe: recipe, tallies: tallies)), note: note)
  }

  /// A number that is the sum of a tally.
  static func sum(
    _ slide: LectureSlide, _ item: String, _ quote: String, _ printed: Double, _ decimals: Int,
    _ unit: String, _ exact: LectureTally, source: String, reproduced: LectureTally? = nil,
    by recipe: String = "", note: String = ""
  ) -> LectureRow {
    number(
      slide, item, quote, printed, decimals, unit, exact: exact.total, source: source,
      tallies: [exact] + (reproduced.map { [$0] } ?? []), reproduced: reproduced?.total,
      by: recipe, note: note)
  }

  static func statement(
    _ slide: LectureSlide, _ item: String, _ quote: String, source: String = "slide",
    note: String = "", _ cases: [LectureCase]
  ) -> LectureRow {
    LectureRow(
      slide: slide, item: item, quote: quote, source: source, check: .statement(cases), note: note)
  }
}
