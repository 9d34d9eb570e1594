/// The key to the curves of a plot, laid out in rows below it.
struct PlotLegend {
  static let fontSize = 12.0
  private static let rowHeight = 19.0
  private static let sampleWidth = 30.0
  private static let gap = 16.0

  private struct Entry {
    var series: PlotSeries
    var label: String
    var x: Double
    var row: Int
  }

  private var entries: [Entry] = []

  /// The height of all rows.
  private(set) var height = 0.0

  /// Places every named series once; series of one group share an entry.
  init(_ series: [PlotSeries], width: Double) {
    var (x, row) = (0.0, 0)
    var seen: Set<String> = []
    for one in series where one.isNamed && seen.insert(one.group ?? one.name).inserted {
      let room = width - Self.sampleWidth - 6
      let label = TextMetrics.shortened(one.group ?? one.name, size: Self.fontSize, width: room)
      let needed = Self.sampleWidth + 6 + TextMetrics.width(label, size: Self.fontSize)
      if x > 0, x + needed > width { (x, row) = (0, row + 1) }
      entries.append(Entry(series: one, label: label, x: x, row: row))
      x += needed + Self.gap
    }
    height = entries.isEmpty ? 0 : Double(row + 1) * Self.rowHeight
  }

  /// Draws the legend with its upper left corner at (`left`, `top`).
  func draw(into svg: inout SVGBuilder, left: Double, top: Double) {
    for entry in entries {
      let y = top + Double(entry.row) * Self.rowHeight + Self.rowHeight / 2
      let x = left + entry.x
      let sample = [(x, y), (x + Self.sampleWidth, y)]
      LineMark.draw([sample], of: entry.series, into: &svg)
      if entry.series.marksPoints {
        LineMark.drawDots([(x + Self.sampleWidth / 2, y)], of: entry.series, into: &svg)
      }
      PlotFrame.text(
        entry.label, x: x + Self.sampleWidth + 6, y: y + 4, size: Self.fontSize, into: &svg)
    }
  }
}
