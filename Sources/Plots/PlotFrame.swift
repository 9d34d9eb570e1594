/// Title, axes, grid and the rectangle that the data are drawn in; shared by all kinds of plots.
package struct PlotFrame {
  static let margin = 10.0
  private static let titleSize = 15.0
  private static let labelSize = 12.0
  private static let tickSize = 12.0

  let (xScale, yScale): (AxisScale, AxisScale)
  /// The rectangle of the data, in the coordinates of the picture.
  let (left, top, right, bottom): (Double, Double, Double, Double)
  /// Where the axis labels end and a legend may begin.
  let end: Double

  private let (xTicks, yTicks): ([AxisTick], [AxisTick])
  private let (titleLines, xLines, yLines): ([String], [String], [String])

  /// Lays out a frame `width` wide around a data rectangle `dataHeight` high.
  init(
    title: String, x: (axis: PlotAxis, scale: AxisScale), y: (axis: PlotAxis, scale: AxisScale),
    width: Double, dataHeight: Double
  ) {
    (xScale, yScale) = (x.scale, y.scale)
    yTicks = y.scale.ticks(count: max(2, Int(dataHeight / 38)), isWhole: y.axis.isWhole)
    let full = width - 2 * Self.margin
    titleLines = TextMetrics.lines(title, size: Self.titleSize, width: full)
    yLines = TextMetrics.lines(y.axis.label, size: Self.labelSize, width: full)
    let widest = yTicks.map { TextMetrics.width($0.label, size: Self.tickSize) }.max() ?? 0
    left = min(Self.margin + widest + 8, width / 3)
    right = width - Self.margin - 8
    xTicks = Self.fitting(x.scale, x.axis, width: right - left)
    xLines = TextMetrics.lines(x.axis.label, size: Self.labelSize, width: right - left)
    top = Self.margin + Double(titleLines.count) * 20 + Double(yLines.count) * 16 + 8
    bottom = top + dataHeight
    end = bottom + 20 + Double(xLines.count) * 16 + 6
  }

  /// As many ticks as their labels leave room for.
  private static func fitting(_ scale: AxisScale, _ axis: PlotAxis, width: Double) -> [AxisTick] {
    for count in stride(from: 8, to: 1, by: -1) {
      let ticks = scale.ticks(count: count, isWhole: axis.isWhole)
      var reach = -Double.infinity
      let fits = ticks.allSatisfy { tick in
        let centre = (scale.fraction(of: tick.value) ?? 0) * width
        let half = TextMetrics.width(tick.label, size: tickSize) / 2 + 4
        defer { reach = centre + half }
        return centre - half >= reach
      }
      if fits { return ticks }
    }
    return Array(scale.ticks(count: 1, isWhole: axis.isWhole).prefix(1))
  }

  /// The position of a data point, nil where it has none; far outside it is moved to where a line
  /// to it looks the same.
  func position(of point: PlotPoint) -> LineMark.Position? {
    guard let x = xScale.fraction(of: point.x), let y = yScale.fraction(of: point.y) else {
      return nil
    }
    let (across, up) = (min(max(x, -100), 100), min(max(y, -100), 100))
    return (left + across * (right - left), bottom - up * (bottom - top))
  }

  /// Draws everything but the data.
  func draw(into svg: inout SVGBuilder) {
    for (index, line) in titleLines.enumerated() {
      Self.text(
        line, x: Self.margin, y: Self.margin + 13 + Double(index) * 20, size: Self.titleSize,
        weight: "600", into: &svg)
    }
    let labelTop = Self.margin + Double(titleLines.count) * 20
    for (index, line) in yLines.enumerated() {
      Self.text(
        line, x: Self.margin, y: labelTop + 11 + Double(index) * 16, size: Self.labelSize,
        colour: .mutedText, into: &svg)
    }
    for tick in yTicks {
      guard let fraction = yScale.fraction(of: tick.value) else { continue }
      let y = bottom - fraction * (bottom - top)
      Self.line(from: (left, y), to: (right, y), colour: .grid, into: &svg)
      Self.text(
        tick.label, x: left - 6, y: y + 4, size: Self.tickSize, anchor: "end", into: &svg)
    }
    for tick in xTicks {
      guard let fraction = xScale.fraction(of: tick.value) else { continue }
      let x = left + fraction * (right - left)
      Self.line(from: (x, bottom), to: (x, bottom + 5), colour: .axis, into: &svg)
      Self.text(
        tick.label, x: x, y: bottom + 18, size: Self.tickSize, anchor: "middle", into: &svg)
    }
    Self.line(from: (left, bottom), to: (right, bottom), colour: .axis, into: &svg)
    Self.line(from: (left, top), to: (left, bottom), colour: .axis, into: &svg)
    for (index, line) in xLines.enumerated() {
      Self.text(
        line, x: (left + right) / 2, y: bottom + 34 + Double(index) * 16, size: Self.labelSize,
        colour: .mutedText, anchor: "middle", into: &svg)
    }
  }

  package static func text(
    _ text: String, x: Double, y: Double, size: Double, weight: String = "400",
    colour: PlotColour = .text, anchor: String = "start", into svg: inout SVGBuilder
  ) {
    svg.element(
      "text",
      [
        "x": SVGBuilder.number(x), "y": SVGBuilder.number(y), "font-size": SVGBuilder.number(size),
        "font-weight": weight, "text-anchor": anchor, "fill": colour.light,
        "style": "fill:\(colour.style)",
      ], text: text)
  }

  private static func line(
    from start: LineMark.Position, to end: LineMark.Position, colour: PlotColour,
    into svg: inout SVGBuilder
  ) {
    svg.element(
      "line",
      [
        "x1": SVGBuilder.number(start.x), "y1": SVGBuilder.number(start.y),
        "x2": SVGBuilder.number(end.x), "y2": SVGBuilder.number(end.y), "stroke": colour.light,
        "style": "stroke:\(colour.style)",
      ])
  }
}
