import Foundation
import Testing

@testable import GradusPlots

/// Bars are as high as their values; names of discs do not lie on each other.
@Suite struct BarPlotTests {
  /// The heights of the bars as they are drawn.
  private func heights(_ plot: BarPlot) -> [Double] {
    plot.svg().markup.split(separator: "\n").filter { $0.contains("fill-opacity=\"0.8\"") }
      .compactMap { bar in
        bar.components(separatedBy: " height=\"").last?.split(separator: "\"").first
          .flatMap { Double($0) }
      }
  }

  private func plot(_ values: [Double], limit: Double? = nil) -> BarPlot {
    BarPlot(
      identifier: "bars", title: "Bars", quantity: "%",
      bars: values.enumerated().map {
        BarPlot.Bar(category: "bar\n\($0.offset)", value: $0.element)
      },
      limit: limit)
  }

  @Test func heightsAreInProportion() {
    let found = heights(plot([1, 2, 4]))
    #expect(found.count == 3)
    #expect(abs(found[1] / found[0] - 2) < 0.01 && abs(found[2] / found[0] - 4) < 0.01)
  }

  @Test func aCommonLimitMakesPlotsComparable() {
    let (alone, beside) = (heights(plot([1], limit: 10)), heights(plot([1, 10])))
    #expect(abs(alone[0] - beside[0]) < 0.02)
  }

  @Test func emptyPlotsAndZerosAreDrawn() {
    #expect(plot([]).svg().markup.contains("</svg>"))
    #expect(plot([0, 0]).svg().markup.contains("bar"))
  }

  @Test func referenceIsNamed() {
    var bars = plot([1, 2])
    bars.reference = ("a person", 1.5)
    #expect(bars.svg().markup.contains(">a person<"))
  }

  @Test func namesOfDiscsDoNotOverlap() throws {
    // Forty discs in a heap.
    let bubbles = (0..<40).map { index in
      BubblePlot.Bubble(
        name: "network\(index)",
        point: PlotPoint(x: Double(index % 7), y: Double(index / 7)), amount: Double(index),
        group: 0)
    }
    let plot = BubblePlot(
      identifier: "heap", title: "Heap", x: PlotAxis("x"), y: PlotAxis("y"), groups: ["all"],
      areaRemark: "", bubbles: bubbles)
    let frame = PlotFrame(
      title: "", x: (plot.x, plot.x.scale(covering: bubbles.map(\.point.x), isRounded: true)),
      y: (plot.y, plot.y.scale(covering: bubbles.map(\.point.y), isRounded: true)), width: 1000,
      dataHeight: 500)
    let discs = try bubbles.map { bubble in
      BubbleDisc(
        bubble: bubble, centre: try #require(frame.position(of: bubble.point)), radius: 12)
    }
    let names = BubbleNames(discs, in: frame).placed
    #expect(names.count == 40)
    for (index, a) in names.enumerated() {
      #expect(a.left >= frame.left && a.right <= frame.right)
      for b in names[(index + 1)...] {
        #expect(a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top)
      }
    }
  }
}
