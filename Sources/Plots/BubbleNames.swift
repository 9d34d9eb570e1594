import Foundation

/// A disc in the coordinates of the picture.
struct BubbleDisc {
  let bubble: BubblePlot.Bubble
  let centre: LineMark.Position
  let radius: Double

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

/// The names of discs, none over another, each with a line to its disc where it stands apart.
struct BubbleNames {
  /// A placed name: its box, and where its line begins and ends.
  struct Placed {
    let name: String
    let left: Double, right: Double, top: Double, bottom: Double
    let line: (from: LineMark.Position, to: LineMark.Position)?
  }

  private(set) var placed: [Placed] = []

  private static let size = 12.0

  let discs: [BubbleDisc]
  private let frame: PlotFrame

  init(_ discs: [BubbleDisc], in frame: PlotFrame) {
    (self.discs, self.frame) = (discs, frame)
    // Those with most neighbours choose first; then each looks again, knowing where all others are.
    let crowded = discs.indices.map { index in
      discs.count {
        hypot($0.centre.x - discs[index].centre.x, $0.centre.y - discs[index].centre.y) < 70
      }
    }
    let order = discs.indices.sorted { (-crowded[$0], $0) < (-crowded[$1], $1) }
    var names: [Int: Placed] = [:]
    for index in order + order + order + order {
      let others = order.compactMap { $0 == index ? nil : names[$0] }
      names[index] = candidates(for: discs[index]).min {
        cost($0, index, others) < cost($1, index, others)
      }
    }
    placed = order.compactMap { names[$0] }
  }

  func draw(into svg: inout SVGBuilder) {
    for name in placed {
      if let line = name.line {
        svg.element(
          "line",
          [
            "x1": SVGBuilder.number(line.from.x), "y1": SVGBuilder.number(line.from.y),
            "x2": SVGBuilder.number(line.to.x), "y2": SVGBuilder.number(line.to.y),
            "stroke": PlotColour.axis.light, "stroke-width": "0.8",
            "style": "stroke:\(PlotColour.axis.style)",
          ])
      }
      PlotFrame.text(name.name, x: name.left, y: name.bottom - 3, size: Self.size, into: &svg)
    }
  }

  /// Places around a disc, near and far.
  private func candidates(for disc: BubbleDisc) -> [Placed] {
    let width = TextMetrics.width(disc.bubble.name, size: Self.size)
    let half = Self.size / 2 + 1
    return [6.0, 18, 34, 54, 80, 110, 145, 190, 240].flatMap { distance in
      (0..<16).compactMap { step -> Placed? in
        let angle = Double(step) * .pi / 8
        let reach = disc.radius + distance
        let (x, y) = (disc.centre.x + reach * cos(angle), disc.centre.y + reach * sin(angle))
        // The side of the name that looks at the disc is the nearest to it.
        let left = cos(angle) > 0.3 ? x : cos(angle) < -0.3 ? x - width : x - width / 2
        guard
          left >= frame.left + 2, left + width <= frame.right - 2, y - half >= frame.top,
          y + half <= frame.bottom - 2
        else { return nil }
        // The line ends at the side that looks at the disc and never runs into the name.
        let isBeside = disc.centre.x < left || disc.centre.x > left + width
        let end = (
          x: min(max(disc.centre.x, left), left + width),
          y: isBeside ? y : disc.centre.y < y ? y - half : y + half
        )
        let length = hypot(end.x - disc.centre.x, end.y - disc.centre.y)
        let share = min(1, max(0, disc.radius / max(length, 1e-9)))
        let start = (
          x: disc.centre.x + (end.x - disc.centre.x) * share,
          y: disc.centre.y + (end.y - disc.centre.y) * share
        )
        return Placed(
          name: disc.bubble.name, left: left, right: left + width, top: y - half,
          bottom: y + half, line: distance > 10 ? (start, end) : nil)
      }
    }
  }
}
