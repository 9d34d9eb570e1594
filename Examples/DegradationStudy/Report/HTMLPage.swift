import GradusExampleSupport
import GradusPlots

/// Pieces of a self-contained HTML page: no scripts, nothing fetched.
enum HTMLPage {
  /// The whole page around `body`, which is HTML already.
  static func page(title: String, body: String) -> String {
    HTMLDocument.page(title: MarkupText.escaped(title), style: styleSheet, main: body)
  }

  /// A section with a heading; `content` is HTML already.
  static func section(_ heading: String, id: String, _ content: String) -> String {
    """
    <section aria-labelledby="\(id)">
    <h2 id="\(id)">\(MarkupText.escaped(heading))</h2>
    \(content)
    </section>

    """
  }

  /// A paragraph of plain text.
  static func paragraph(_ text: String) -> String { "<p>\(MarkupText.escaped(text))</p>\n" }

  /// A list of plain texts.
  static func list(_ items: [String]) -> String {
    "<ul>\n" + items.map { "<li>\(MarkupText.escaped($0))</li>\n" }.joined() + "</ul>\n"
  }

  /// A table under a remark, which does not scroll with it; the first cell of a row is its heading.
  static func table(label: String, caption: String, header: [String], rows: [[String]]) -> String {
    let head = header.map { "<th scope=\"col\">\(MarkupText.escaped($0))</th>" }.joined()
    let body = rows.map { row in
      "<tr>"
        + row.enumerated().map { index, cell in
          let text = MarkupText.escaped(cell)
          return index == 0 ? "<th scope=\"row\">\(text)</th>" : "<td>\(text)</td>"
        }.joined() + "</tr>\n"
    }.joined()
    return """
      <p class="note">\(MarkupText.escaped(caption))</p>
      <div class="scroll" role="region" tabindex="0" aria-label="\(MarkupText.escaped(label))">
      <table aria-label="\(MarkupText.escaped(label))">
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body)</tbody>
      </table>
      </div>

      """
  }

  /// Names and values, sorted by name.
  static func definitions(_ values: [String: String]) -> String {
    let rows = values.sorted { $0.key < $1.key }.map { name, value in
      "<dt>\(MarkupText.escaped(name))</dt><dd>\(MarkupText.escaped(value))</dd>\n"
    }
    return rows.isEmpty ? paragraph("Not recorded.") : "<dl>\n" + rows.joined() + "</dl>\n"
  }

  /// A plot with a caption and a link to its data.
  static func figure(_ plot: LinePlot, caption: String) -> String {
    figure(
      plot.svg(), plot.identifier, plot.title, data: plot.commaSeparatedValues, caption: caption)
  }

  /// A heat map with a caption and a link to its data.
  static func figure(_ map: HeatMap, caption: String) -> String {
    figure(map.svg(), map.identifier, map.title, data: map.commaSeparatedValues, caption: caption)
  }

  private static func figure(
    _ picture: SVGDocument, _ identifier: String, _ title: String, data: String, caption: String
  ) -> String {
    let address = MarkupText.dataAddress(data, type: "text/csv")
    return """
      <figure>
      \(picture.markup)<figcaption>\(MarkupText.escaped(caption))
      <a class="download" download="\(MarkupText.escaped(identifier)).csv" \
      href="\(address)" aria-label="download data of: \(MarkupText.escaped(title))">download \
      data</a></figcaption>
      </figure>

      """
  }

  /// Figures side by side where there is room.
  static func figures(_ figures: [String]) -> String {
    "<div class=\"figures\">\n" + figures.joined() + "</div>\n"
  }
}
