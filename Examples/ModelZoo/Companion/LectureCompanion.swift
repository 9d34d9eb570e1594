import Gradus

/// The lecture as one self-contained page of screens: statement, rows, picture, command and source.
struct LectureCompanion {
  private let lecture: Lecture

  init(_ lecture: Lecture) { self.lecture = lecture }

  /// Writes `index.html` into a folder, which is made where it is missing; throws `FileError`.
  func write(to folder: String) throws {
    let pages = try LecturePages(lecture).all
    try RunFolder(folder).make()
    try AtomicFile.write(html(pages), to: "\(folder)/index.html")
    print("\(folder)/index.html: \(pages.count + 1) screens")
  }

  /// The whole file.
  func html(_ pages: [LecturePage]) -> String {
    let sections = pages.enumerated().map {
      section($0.element, number: $0.offset + 1, pages.count)
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Evolution of CNN architectures, recomputed</title>
      <style>\(CompanionStyle.sheet)</style>
      </head>
      <body>
      \(cover(pages))
      \(sections.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private func cover(_ pages: [LecturePage]) -> String {
    let onSlides = lecture.rows.filter(\.isOnSlide)
    let counts = LectureRow.Verdict.allCases.map { verdict in
      "<b>\(onSlides.count { $0.verdict == verdict })</b> \(Self.badge(verdict))"
    }.joined(separator: " &nbsp; ")
    let links = pages.enumerated().map {
      "<li><a href=\"#p\($0.offset + 1)\">\(MarkupText.escaped($0.element.title))</a></li>"
    }.joined()
    return """
      <section id="p0"><h1>Evolution of CNN architectures, recomputed</h1>
      <p class="statement">What the slides say and what networks, kernels and papers say: \(counts)</p>
      <p>Right: the exact number rounds to the slide's. Roughly: it is cut off, less than 5 % away, or
      holds with exceptions. Every number comes from <code>swift run ModelZoo lecture</code>;
      <code>--explain NUMBER</code> shows its sum, layer by layer.</p>
      <ol class="contents">\(links)</ol></section>
      """
  }

  private func section(_ page: LecturePage, number: Int, _ count: Int) -> String {
    let rows = page.rows.isEmpty ? "" : "<div class=\"rows\">\(table(page))</div>"
    let picture = page.picture.map { "<div class=\"picture\">\(self.picture($0))</div>" } ?? ""
    let order = (page.isWide ? picture + rows : rows + picture) + notes(page)
    let commands = page.commands.map { "<code>\(MarkupText.escaped($0))</code>" }
      .joined(separator: " &nbsp; ")
    return """
      <section id="p\(number)"><h2>\(MarkupText.escaped(page.title))</h2>
      <p class="statement">\(MarkupText.escaped(page.statement))</p>
      <div class="body\(page.isWide ? " wide" : "")">\(order)</div>
      <footer><span>\(commands)</span><span>\(MarkupText.escaped(page.source)) &nbsp; <span
      class="short"><a href="#p\(number - 1)">‹</a> \(number) of \(count) <a
      href="#p\(min(number + 1, count))">›</a></span></span>
      </footer></section>
      """
  }

  private func notes(_ page: LecturePage) -> String {
    let notes = page.notes.map {
      "<li><b>\(MarkupText.escaped($0.heading)):</b> \(MarkupText.escaped($0.text))</li>"
    }
    return notes.isEmpty ? "" : "<ul class=\"notes\">\(notes.joined())</ul>"
  }

  private func table(_ page: LecturePage) -> String {
    let isFull = page.picture == nil
    let isReproduced = isFull && page.rows.contains { !$0.reproduced.isEmpty }
    var columns: [(name: String, kind: String, cell: (LectureRow) -> String)] = [
      ("", "item", { isFull ? Self.item($0) : Self.item($0) + Self.remark($0) }),
      ("slide", "n", { $0.said }), ("exact", "n", { $0.found }),
    ]
    if isReproduced { columns.append(("as printed", "n", { $0.reproduced })) }
    if isFull { columns.append(("source", "short", { MarkupText.escaped($0.source) })) }
    columns.append(("verdict", "short", { Self.badge($0.verdict) }))
    if isFull { columns.append(("", "note", { Self.remark($0) })) }
    let head = columns.map { "<th class=\"\($0.kind)\">\($0.name)</th>" }.joined()
    let body = page.rows.map { row in
      "<tr>\(columns.map { "<td class=\"\($0.kind)\">\($0.cell(row))</td>" }.joined())</tr>"
    }
    let size = isFull && page.rows.count < 8 ? " class=\"few\"" : ""
    return "<table\(size)><tr>\(head)</tr>\(body.joined())</table>"
  }

  private static func item(_ row: LectureRow) -> String {
    MarkupText.escaped(row.isOnSlide ? row.item : "\(row.item) (on no slide)")
  }

  private static func remark(_ row: LectureRow) -> String {
    row.remark.isEmpty ? "" : "<div class=\"remark\">\(MarkupText.escaped(row.remark))</div>"
  }

  private func picture(_ picture: LecturePage.Picture) -> String {
    switch picture {
    case .drawing(let drawing): return drawing.markup
    case .table(let table):
      let head = table.header.map { "<th>\(MarkupText.escaped($0))</th>" }.joined()
      let rows = table.rows.map { row in
        "<tr>\(row.map { "<td>\(MarkupText.escaped($0))</td>" }.joined())</tr>"
      }.joined()
      return "<table class=\"columns\"><tr>\(head)</tr>\(rows)</table>"
    }
  }

  private static func badge(_ verdict: LectureRow.Verdict) -> String {
    let sign =
      switch verdict {
      case .right: "✓"
      case .roughly: "≈"
      case .wrong: "✗"
      }
    return "<span class=\"\(verdict.rawValue)\">\(sign) \(verdict.rawValue)</span>"
  }
}
