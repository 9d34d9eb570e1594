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

  private let discs: [BubbleDisc]
  private let frame: PlotFrame

  init(_ discs: [BubbleDisc], in frame: PlotFrame) {
    (self.discs, self.frame) = (discs, frame)
    // Those with most neighbours choose first.
    let crowded = discs.indices.map { index in
      discs.count {
        hypot($0.centre.x - discs[index].centre.x, $0.centre.y - discs[index].centre.y) < 70
      }
    }
    for index in discs.indices.sorted(by: { (-crowded[$0], $0) < (-crowded[$1], $1) }) {
      let candidates = candidates(for: discs[index])
      let best = candidates.min { cost($0, index) < cost($1, index) }
      if let best { placed.append(best) }
    }
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
    return [6.0, 18, 34, 54, 80, 110, 145].flatMap { distance in
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
        let end = (x: min(max(disc.centre.x, left), left + width), y: y)
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

  /// How much a place disturbs: names above all, then lines, discs and distance.
  private func cost(_ name: Placed, _ own: Int) -> Double {
    var cost = name.line.map { hypot($0.from.x - $0.to.x, $0.from.y - $0.to.y) / 10 } ?? 0
    for other in placed {
      if name.left < other.right + 3, name.right > other.left - 3, name.top < other.bottom,
        name.bottom > other.top
      {
        cost += 1000
      }
      if let line = other.line, Self.crosses(line, name) { cost += 60 }
      if let line = name.line, Self.crosses(line, other) { cost += 60 }
    }
    let own = (index: own, gap: gap(name, discs[own]))
    for (index, disc) in discs.enumerated() {
      // Beside another disc it would be taken for that one's name.
      if index != own.index, name.line == nil, gap(name, disc) < own.gap + 6 { cost += 15 }
      let across = max(name.left - disc.centre.x, disc.centre.x - name.right, 0)
      let down = max(name.top - disc.centre.y, disc.centre.y - name.bottom, 0)
      if index != own.index, let line = name.line,
        Self.distance(of: disc.centre, from: line) < disc.radius
      {
        cost += 8
      }
      if hypot(across, down) < disc.radius + 2 { cost += index == own.index ? 2 : 12 }
    }
    return cost
  }

  private static func distance(
    of point: LineMark.Position, from line: (from: LineMark.Position, to: LineMark.Position)
  ) -> Double {
    let (x, y) = (line.to.x - line.from.x, line.to.y - line.from.y)
    let square = max(x * x + y * y, 1e-9)
    let share = ((point.x - line.from.x) * x + (point.y - line.from.y) * y) / square
    let near = min(max(share, 0), 1)
    return hypot(point.x - line.from.x - near * x, point.y - line.from.y - near * y)
  }

  /// How far a name is from the rim of a disc.
  private func gap(_ name: Placed, _ disc: BubbleDisc) -> Double {
    let across = max(name.left - disc.centre.x, disc.centre.x - name.right, 0)
    let down = max(name.top - disc.centre.y, disc.centre.y - name.bottom, 0)
    return max(0, hypot(across, down) - disc.radius)
  }

  private static func crosses(
    _ line: (from: LineMark.Position, to: LineMark.Position), _ name: Placed
  ) -> Bool {
    (0...12).contains { step in
      let share = Double(step) / 12
      let x = line.from.x + (line.to.x - line.from.x) * share
      let y = line.from.y + (line.to.y - line.from.y) * share
      return x > name.left - 2 && x < name.right + 2 && y > name.top && y < name.bottom
    }
  }
}
