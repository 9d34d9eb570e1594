import Gradus
import GradusExampleSupport

/// How a row's number comes about: the sums term by term, or the cases.
struct LectureExplanation {
  let row: LectureRow

  init(_ row: LectureRow) { self.row = row }

  var text: String {
    guard case .number(let number) = row.check else { return "" }
    var text = "\(row.slide.title): \(row.item), \(number.said) (\(row.source))\n"
    if row.isOnSlide { text += "slide: \(row.quote)\n" }
    text += "exact: \(LectureNumber.text(number.exact)), \(row.verdict.rawValue)\n"
    if !row.remark.isEmpty { text += row.remark.wrapped }
    for tally in number.tallies { text += "\n" + Self.table(tally) }
    return text
  }

  private static func table(_ tally: LectureTally) -> String {
    var table = TextTable([tally.title, tally.unit, "sum so far"])
    var sum = 0.0
    for term in tally.terms {
      sum += term.value
      table.rows.append([term.name, decimals(term.value), decimals(sum)])
    }
    return table.text
  }

  private static func decimals(_ value: Double) -> String {
    NumberText.fixed(value, decimals: 4)
  }
}
