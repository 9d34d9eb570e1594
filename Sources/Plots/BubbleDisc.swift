/// A disc in the coordinates of the picture.
struct BubbleDisc {
  let bubble: BubblePlot.Bubble
  let centre: LineMark.Position
  let radius: Double

  /// How long a line runs inside the disc, in pixels.
  func chord(of line: BubbleNames.Line) -> Double {
    let (x, y) = (line.to.x - line.from.x, line.to.y - line.from.y)
    let (left, top) = (line.from.x - centre.x, line.from.y - centre.y)
    // The shares of the way at which the distance from the centre is the radius.
    let square = max(x * x + y * y, 1e-9)
    let half = (x * left + y * top) / square
    let root = half * half - (left * left + top * top - radius * radius) / square
    guard root > 0 else { return 0 }
    let (enters, leaves) = (-half - root.squareRoot(), -half + root.squareRoot())
    return max(0, min(leaves, 1) - max(enters, 0)) * square.squareRoot()
  }

  func draw(into svg: inout SVGBuilder) {
    let colour = PlotColour.series(bubble.group)
    svg.element("g") { svg in
      svg.element("title", text: bubble.name)
      svg.element(
        "circle",
        [
          "cx": SVGBuilder.number(centre.x), "cy": SVGBuilder.number(centre.y),
          "r": SVGBuilder.number(radius), "fill": colour.light, "fill-opacity": "0.35",
          "stroke": colour.light, "style": "fill:\(colour.style);stroke:\(colour.style)",
        ])
    }
  }
}
