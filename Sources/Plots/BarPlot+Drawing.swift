extension BarPlot {
  /// Draws the plot into a picture of other things, with its upper left corner at the origin.
  package func draw(width: Double, height: Double, into svg: inout SVGBuilder) {
    let highest = max(limit ?? 0, bars.map(\.value).max() ?? 0, reference?.value ?? 0)
    let room = highest * 1.12
    let scale = AxisScale(.linear, covering: [0, room])
    let longest = bars.map { TextMetrics.width($0.category, size: 12) }.max() ?? 0
    let lines = bars.map { $0.category.split(separator: "\n").count }.max() ?? 1
    let (left, right, top) = (52.0, width - 8, quantity.isEmpty ? 28.0 : 46.0)
    let legend = groups.isEmpty && reference == nil ? 0 : 22.0
    let bottom = height - (turnsLabels ? longest + 12 : 8 + 16 * Double(lines)) - legend
    func y(_ value: Double) -> Double {
      bottom - (scale.fraction(of: min(value, room)) ?? 0) * (bottom - top)
    }
    PlotFrame.text(title, x: 8, y: 18, size: 15, weight: "600", into: &svg)
    PlotFrame.text(quantity, x: 8, y: 36, size: 12, colour: .mutedText, into: &svg)
    for tick in scale.ticks(count: max(3, Int((bottom - top) / 32))) {
      Self.line((left, y(tick.value)), (right, y(tick.value)), .grid, into: &svg)
      PlotFrame.text(
        tick.label, x: left - 6, y: y(tick.value) + 4, size: 12, anchor: "end", into: &svg)
    }
    let step = (right - left) / Double(max(1, bars.count))
    for (index, bar) in bars.enumerated() {
      let x = left + (Double(index) + 0.5) * step
      draw(bar, x: x, width: min(step * 0.72, 64), top: y(bar.value), bottom: bottom, into: &svg)
      if turnsLabels {
        let place = "rotate(-90 \(SVGBuilder.number(x + 4)) \(SVGBuilder.number(bottom + 8)))"
        svg.element("g", ["transform": place]) { svg in
          PlotFrame.text(
            bar.category, x: x + 4, y: bottom + 8, size: 12, anchor: "end", into: &svg)
        }
      } else {
        for (line, text) in bar.category.split(separator: "\n").enumerated() {
          PlotFrame.text(
            String(text), x: x, y: bottom + 17 + 16 * Double(line), size: 12, anchor: "middle",
            into: &svg)
        }
      }
    }
    Self.line((left, bottom), (right, bottom), .axis, into: &svg)
    if let reference {
      Self.line((left, y(reference.value)), (right, y(reference.value)), .text, into: &svg)
    }
    // Above everything, so that no line runs through a number.
    for (index, bar) in bars.enumerated() {
      draw(labelOf: bar, x: left + (Double(index) + 0.5) * step, top: y(bar.value), into: &svg)
    }
    drawLegend(left: left, y: height - 8, into: &svg)
  }

  private func draw(
    _ bar: Bar, x: Double, width: Double, top: Double, bottom: Double, into svg: inout SVGBuilder
  ) {
    let colour = PlotColour.series(bar.group)
    svg.element("g") { svg in
      svg.element("title", text: "\(bar.category): \(NumberText.short(bar.value)) \(bar.label)")
      svg.element(
        "rect",
        [
          "x": SVGBuilder.number(x - width / 2), "y": SVGBuilder.number(top),
          "width": SVGBuilder.number(width), "height": SVGBuilder.number(bottom - top),
          "fill": colour.light, "fill-opacity": "0.8", "style": "fill:\(colour.style)",
        ])
    }
  }

  private func draw(labelOf bar: Bar, x: Double, top: Double, into svg: inout SVGBuilder) {
    let background = PlotColour.background
    for (index, line) in bar.label.split(separator: "\n").reversed().enumerated() {
      let y = top - 6 - Double(index) * 15
      let width = TextMetrics.width(String(line), size: 12) + 8
      svg.element(
        "rect",
        [
          "x": SVGBuilder.number(x - width / 2), "y": SVGBuilder.number(y - 11),
          "width": SVGBuilder.number(width), "height": "14", "fill": background.light,
          "style": "fill:\(background.style)",
        ])
      PlotFrame.text(String(line), x: x, y: y, size: 12, anchor: "middle", into: &svg)
    }
  }

  private func drawLegend(left: Double, y: Double, into svg: inout SVGBuilder) {
    var x = left
    for (index, name) in groups.enumerated() {
      let colour = PlotColour.series(index)
      svg.element(
        "rect",
        [
          "x": SVGBuilder.number(x), "y": SVGBuilder.number(y - 10), "width": "12", "height": "12",
          "fill": colour.light, "fill-opacity": "0.8", "style": "fill:\(colour.style)",
        ])
      PlotFrame.text(name, x: x + 18, y: y, size: 12, into: &svg)
      x += 18 + TextMetrics.width(name, size: 12) + 20
    }
    guard let reference else { return }
    Self.line((x, y - 4), (x + 24, y - 4), .text, into: &svg)
    PlotFrame.text(reference.name, x: x + 30, y: y, size: 12, into: &svg)
  }

  private static func line(
    _ start: (Double, Double), _ end: (Double, Double), _ colour: PlotColour,
    into svg: inout SVGBuilder
  ) {
    svg.element(
      "line",
      [
        "x1": SVGBuilder.number(start.0), "y1": SVGBuilder.number(start.1),
        "x2": SVGBuilder.number(end.0), "y2": SVGBuilder.number(end.1), "stroke": colour.light,
        "style": "stroke:\(colour.style)",
      ])
  }
}
