import GradusTensors
import Testing

@testable import GradusPlots

/// Names of discs can be read: none over another, and no line through any of them.
@Suite struct BubblePlotTests {
  private func names(of bubbles: [BubblePlot.Bubble]) -> [BubbleNames.Placed] {
    let (x, y) = (PlotAxis("x", limits: 0...10), PlotAxis("y", limits: 0...10))
    let frame = PlotFrame(
      title: "", x: (x, x.scale(covering: [0, 10], isRounded: true)),
      y: (y, y.scale(covering: [0, 10], isRounded: true)), width: 900, dataHeight: 420)
    let discs = bubbles.compactMap { bubble in
      frame.position(of: bubble.point).map {
        BubbleDisc(bubble: bubble, centre: $0, radius: 4 + bubble.amount)
      }
    }
    return BubbleNames(discs, in: frame).placed
  }

  /// Whether a line runs through a name: looked at point by point, less than a pixel apart.
  private func crosses(
    _ line: (from: LineMark.Position, to: LineMark.Position), _ name: BubbleNames.Placed
  ) -> Bool {
    (0...400).contains { step in
      let share = Double(step) / 400
      let x = line.from.x + share * (line.to.x - line.from.x)
      let y = line.from.y + share * (line.to.y - line.from.y)
      return x > name.left && x < name.right && y > name.top && y < name.bottom
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func namesOfCrowdedDiscsStandClearOfLines(_ seed: UInt64) {
    let stream = RandomStream(seed: seed, name: "discs")
    let bubbles = (0..<32).map { index in
      BubblePlot.Bubble(
        name: String(repeating: "n", count: 6 + stream.integer(4 * index, below: 9)),
        point: PlotPoint(
          // Two heaps, as networks of one family make them.
          x: (index < 12 ? 7 : 3) + stream.normal(4 * index + 1),
          y: (index < 12 ? 4 : 7) + stream.normal(4 * index + 2)),
        amount: Double(stream.integer(4 * index + 3, below: 24)), group: 0)
    }
    let placed = names(of: bubbles)
    #expect(placed.count > 28)
    #expect(placed.contains { $0.line != nil })
    for (index, name) in placed.enumerated() {
      for other in placed.dropFirst(index + 1) {
        let isApart =
          name.right < other.left || other.right < name.left || name.bottom <= other.top
          || other.bottom <= name.top
        #expect(isApart, "\(index) overlaps")
      }
      guard let line = name.line else { continue }
      let crossed = placed.indices.filter { crosses(line, placed[$0]) }
      #expect(crossed == [], "the line of \(index) runs through names")
    }
  }
}
