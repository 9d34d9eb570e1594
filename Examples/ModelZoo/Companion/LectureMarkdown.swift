import Gradus

/// The lecture as a page of the repository, with its pictures in files.
struct LectureMarkdown {
  private let lecture: Lecture

  init(_ lecture: Lecture) { self.lecture = lecture }

  /// Writes `Lecture.md` into a folder, and the pictures into `Lecture` beside it; throws `FileError`.
  func write(to folder: String) throws {
    let pages = try LecturePages(lecture).all
    let pictures = "\(folder)/Lecture"
    try RunFolder(pictures).make()
    for page in pages {
      guard case .drawing(let drawing)? = page.picture else { continue }
      try AtomicFile.write(drawing.standalone, to: "\(pictures)/\(Self.file(of: page))")
    }
    try AtomicFile.write(text(pages), to: "\(folder)/Lecture.md")
  }

  /// The page's text.
  func text(_ pages: [LecturePage]) -> String {
    let onSlides = lecture.rows.filter(\.isOnSlide)
    let counts = LectureRow.Verdict.allCases.map { verdict in
      "\(onSlides.count { $0.verdict == verdict }) \(verdict.rawValue)"
    }.joined(separator: ", ")
    let head = """
      # The lecture, slide by slide

      What the slides of "Evolution of CNN Architectures" say, beside what networks, kernels and papers say: \(counts).
      Right: the exact number rounds to the slide's. Roughly: it is cut off, less than 5 % away, or holds with exceptions. Rows on no
      slide stand in a paper or a figure, or are counted here. This page is written by `swift run ModelZoo lecture --markdown Docs`;
      `lecture --html FOLDER` makes pages to be projected, `lecture --explain 48.6` shows the sum behind a number.

      """
    return head + pages.map { "\n" + section($0) }.joined()
  }

  private func section(_ page: LecturePage) -> String {
    var text = "## \(page.title)\n\n\(page.statement)\n\n"
    text += "```\n\(page.commands.joined(separator: "\n"))\n```\n"
    if !page.rows.isEmpty {
      var table = TextTable(
        ["", "slide", "exact", "as printed", "source", "verdict", "remark"], left: [0, 4, 5, 6])
      table.rows = page.rows.map { row in
        [
          row.isOnSlide ? row.item : "\(row.item) (on no slide)", row.said, row.found,
          row.reproduced, row.source, row.verdict.rawValue, row.remark,
        ]
      }
      text += "\n" + table.markdown
    }
    switch page.picture {
    case .drawing?:
      text += "\n![\(page.title)](Lecture/\(Self.file(of: page)))\n"
    case .table(let table)?:
      var lines = TextTable(table.header, left: Set(table.header.indices))
      lines.rows = table.rows.map { row in row.map { $0.replacing("\n", with: "<br>") } }
      text += "\n" + lines.markdown
    case nil: break
    }
    if !page.notes.isEmpty {
      text += "\n" + page.notes.map { "- \($0.heading): \($0.text)\n" }.joined()
    }
    return text + "\nSource: \(page.source).\n"
  }

  /// `vgg-16-against-alexnet.svg`.
  static func file(of page: LecturePage) -> String {
    let words = page.title.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.joined(separator: "-") + ".svg"
  }
}
