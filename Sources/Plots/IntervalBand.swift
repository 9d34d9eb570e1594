/// The area between the ends of a curve's intervals, or a bar where a neighbour has none.
enum IntervalBand {
  /// Draws the intervals of a series behind its line.
  static func draw(_ series: PlotSeries, in frame: PlotFrame, into svg: inout SVGBuilder) {
    let area = pieces(series, in: frame).map(path).joined()
    guard !area.isEmpty else { return }
    svg.element(
      "path",
      [
        "d": area, "fill": series.colour.light, "fill-opacity": "0.15",
        "stroke": series.colour.light, "stroke-opacity": "0.15",
        "style": "fill:\(series.colour.style);stroke:\(series.colour.style)",
      ])
  }

  private typealias Place = (x: Double, low: Double, high: Double)

  /// The unbroken stretches of points that have an interval.
  private static func pieces(_ series: PlotSeries, in frame: PlotFrame) -> [[Place]] {
    var (pieces, piece) = ([[Place]](), [Place]())
    for point in series.points {
      if let place = place(point, in: frame) {
        piece.append(place)
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece = []
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  private static func place(_ point: PlotPoint, in frame: PlotFrame) -> Place? {
    guard let interval = point.interval, frame.position(of: point) != nil,
      let high = frame.position(of: PlotPoint(x: point.x, y: interval.upperBound))
    else { return nil }
    // Zero and below have no place on a logarithmic axis: the area then reaches down to it.
    let low = frame.position(of: PlotPoint(x: point.x, y: interval.lowerBound))
    return (high.x, low?.y ?? frame.bottom, high.y)
  }

  private static func path(_ piece: [Place]) -> String {
    let outline = piece.map { ($0.x, $0.high) } + piece.reversed().map { ($0.x, $0.low) }
    return outline.enumerated().map { index, corner in
      (index == 0 ? "M" : "L") + SVGBuilder.number(corner.0) + " " + SVGBuilder.number(corner.1)
    }.joined() + "Z"
  }
}
