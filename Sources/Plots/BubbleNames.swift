import Foundation

/// The names of discs, none over another, each with a line to its disc where it stands apart.
struct BubbleNames {
  /// Where a leader line begins, at the rim of its disc, and where it ends, at the name.
  typealias Line = (from: LineMark.Position, to: LineMark.Position)

  /// A placed name: its box, and where its line begins and ends.
  struct Placed {
    let name: String
    let left: Double, right: Double, top: Double, bottom: Double
    let line: Line?
    /// The corners of what holds the name and its line.
    let from: LineMark.Position, to: LineMark.Position

    init(
      name: String, left: Double, right: Double, top: Double, bottom: Double, line: Line?
    ) {
      (self.name, self.line) = (name, line)
      (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
      from = (min(left, line?.from.x ?? left), min(top, line?.from.y ?? top))
      to = (max(right, line?.from.x ?? right), max(bottom, line?.from.y ?? bottom))
    }
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
    let search = BubbleNameSearch(discs.map(candidates), turns: order, discs: discs)
    placed = order.compactMap { search.chosen[$0] }
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
    return [6.0, 12, 18, 26, 36, 48, 62, 80, 105, 140, 190].flatMap { distance in
      (0..<24).compactMap { step -> Placed? in
        let angle = Double(step) * .pi / 12
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
