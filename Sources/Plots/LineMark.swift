/// Lines, dots and crosses of a series in the coordinates of the picture.
enum LineMark {
  typealias Position = (x: Double, y: Double)

  /// Draws each piece of a line; a piece of one point becomes a dot.
  static func draw(_ pieces: [[Position]], of series: PlotSeries, into svg: inout SVGBuilder) {
    let (width, opacity): (String, String) =
      switch series.weight {
      case .faint: ("1", "0.3")
      case .normal: ("1.6", "1")
      case .strong: ("2.4", "1")
      }
    let path = pieces.filter { $0.count > 1 }.map { piece in
      piece.enumerated().map { index, point in
        (index == 0 ? "M" : "L") + SVGBuilder.number(point.x) + " " + SVGBuilder.number(point.y)
      }.joined()
    }.joined()
    if !path.isEmpty {
      svg.element(
        "path",
        [
          "d": path, "fill": "none", "stroke": series.colour.light, "stroke-width": width,
          "stroke-opacity": opacity, "stroke-linejoin": "round",
          "stroke-dasharray": series.dash.pattern ?? "none",
          "style": "stroke:\(series.colour.style)",
        ])
    }
    drawDots(pieces.filter { $0.count == 1 }.map { $0[0] }, of: series, into: &svg)
  }

  /// Draws a dot at every position.
  static func drawDots(
    _ positions: [Position], of series: PlotSeries, into svg: inout SVGBuilder
  ) {
    for point in positions {
      svg.element(
        "circle",
        [
          "cx": SVGBuilder.number(point.x), "cy": SVGBuilder.number(point.y),
          "r": series.weight == .faint ? "1" : "2.6", "fill": series.colour.light,
          "style": "fill:\(series.colour.style)",
        ])
    }
  }

  /// Draws a cross, the sign of a line that stops because values are missing.
  static func drawCross(at point: Position, of series: PlotSeries, into svg: inout SVGBuilder) {
    let (x, y) = (SVGBuilder.number(point.x), SVGBuilder.number(point.y))
    svg.element(
      "path",
      [
        "d": "M\(x) \(y)m-4 -4l8 8m0 -8l-8 8", "fill": "none", "stroke": series.colour.light,
        "stroke-width": "2", "style": "stroke:\(series.colour.style)",
      ])
  }

  /// At most four points for every half pixel of width: the first, the lowest, the highest and the
  /// last one, which draw the same picture as all of them.
  static func thinned(_ piece: [Position]) -> [Position] {
    guard piece.count > 2000 else { return piece }
    var result: [Position] = []
    var start = 0
    while start < piece.count {
      let column = (piece[start].x * 2).rounded(.down)
      let end = piece[start...].firstIndex { ($0.x * 2).rounded(.down) != column } ?? piece.count
      let range = start..<end
      let low = range.min { piece[$0].y < piece[$1].y } ?? start
      let high = range.max { piece[$0].y < piece[$1].y } ?? start
      result += Set([start, low, high, end - 1]).sorted().map { piece[$0] }
      start = end
    }
    return result
  }
}
