import Foundation
import GradusPlots
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct LinePlotTests {
  private func plot(_ values: [Double], names: [String] = ["a"], y: PlotAxis = PlotAxis("loss"))
    -> LinePlot
  {
    let points = values.enumerated().map { PlotPoint(x: Double($0.offset), y: $0.element) }
    return LinePlot(
      identifier: "p", title: "Loss <of> \"a\" & 'b'", x: PlotAxis("step"), y: y,
      series: names.map { PlotSeries(name: $0, points: points, colour: .series(0)) })
  }

  @Test(
    arguments: [
      [], [.nan, .nan], [1], [1, 1, 1], [1, .nan, 2, 3], [.infinity, 1e300, -1e300],
      [0, -1, .leastNonzeroMagnitude],
    ] as [[Double]])
  func isWellFormedWhateverTheData(_ values: [Double]) throws {
    for kind in [AxisScale.Kind.linear, .logarithmic, .logarithmicWithZero] {
      let markup = plot(values, names: ["<&>\u{1}"], y: PlotAxis("loss & more", kind)).svg()
        .standalone
      #expect(XMLParser(data: Data(markup.utf8)).parse())
      #expect(!markup.contains("nan") && !markup.contains("inf\""))
    }
  }

  @Test func namesAndDescribesItself() {
    let markup = plot([4, .nan, 2]).svg().markup
    #expect(markup.contains("role=\"img\""))
    #expect(markup.contains("aria-labelledby=\"p-title p-description\""))
    #expect(
      markup.contains("<title id=\"p-title\">Loss &lt;of&gt; &quot;a&quot; &amp; &#39;b&#39;<"))
    #expect(
      plot([4, .nan, 2]).description
        == "One curve: loss against step. a: from 4 at 0 to 2 at 2, lowest 2, highest 4; "
        + "1 of 3 values missing.")
  }

  @Test func missingValuesBreakTheLineAndAreMarked() {
    let broken = plot([1, 2, .nan, 3, 4]).svg().markup
    #expect(broken.contains("× the values that follow are missing"))
    #expect(broken.components(separatedBy: "m-4 -4l8 8").count == 2)
    #expect(broken.split(separator: "\n").contains { $0.split(separator: "M").count == 3 })
    #expect(!plot([1, 2, 3]).svg().markup.contains("missing"))
  }

  @Test func legendStaysBelowTheAxesAndInside() throws {
    let names =
      (0..<30).map { "a rather long name of curve \($0)" } + [String(repeating: "W", count: 200)]
    let markup = plot([1, 2], names: names).svg(width: 300).markup
    let label = /<text x="([\d.]+)" y="([\d.]+)"[^>]*>(a rather|WW)/
    let places = markup.matches(of: label).map { (Double($0.1) ?? 0, Double($0.2) ?? 0) }
    #expect(places.count == 31)
    let box = try #require(
      markup.firstMatch(of: /<svg x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/))
    let bottom = try #require(Double(box.1)) + #require(Double(box.2))
    let view = try #require(markup.firstMatch(of: /viewBox="0 0 300 ([\d.]+)"/))
    let height = try #require(Double(view.1))
    #expect(places.allSatisfy { $0.1 > bottom && $0.1 < height && $0.0 < 300 })
  }

  @Test func curvesOfOneGroupShareALegendEntry() {
    var plot = plot([1, 2], names: ["seed 1", "seed 2"])
    for index in plot.series.indices { plot.series[index].group = "both" }
    #expect(plot.svg().markup.components(separatedBy: ">both</text>").count == 2)
    #expect(plot.commaSeparatedValues.contains("seed 2,0,1"))
  }

  @Test func longCurvesAreThinnedButKeepTheirExtremes() {
    var values = (0..<100_000).map { _ in 1.0 }
    values[54_321] = 9
    let markup = plot(values).svg().markup
    #expect(markup.utf8.count < 60_000)
    // The peak touches the upper end of the data rectangle, whose slack is 5.
    let box = markup.firstMatch(of: /<svg x="[\d.]+" y="([\d.]+)"/)
    let top = (box.flatMap { Double($0.1) } ?? 0) + 5
    let reached = markup.matches(of: /L[\d.]+ ([\d.]+)/).compactMap { Double($0.1) }.min() ?? 0
    #expect(reached < top + 60)
    #expect(reached >= top)
  }

  @Test func tableReadsBackExactly() {
    let table = plot([0.1, .nan, 1e-30], names: ["x, \"y\""]).commaSeparatedValues
    #expect(
      table
        == "series,step,loss\r\n\"x, \"\"y\"\"\",0,0.1\r\n\"x, \"\"y\"\"\",1,\r\n"
        + "\"x, \"\"y\"\"\",2,1e-30\r\n")
  }

  private func uncertain(_ kind: AxisScale.Kind, low: Double) -> LinePlot {
    var plot = plot([4, 2, .nan, 3], y: PlotAxis("loss", kind))
    for index in plot.series[0].points.indices where index != 1 {
      plot.series[0].points[index].interval = low...8
    }
    return plot
  }

  /// A point without an interval, or without a place, breaks the area in two.
  @Test func intervalsAreAreasThatTheAxisCovers() throws {
    let plot = uncertain(.linear, low: 1)
    let markup = plot.svg().markup
    #expect(XMLParser(data: Data(plot.svg().standalone.utf8)).parse())
    let area = try #require(markup.firstMatch(of: /d="([^"]*Z)" fill="[^"]*" fill-opacity/))
    #expect(area.1.split(separator: "M").count == 2)
    // Both ends lie within the frame: its slack of 5 above the highest tick, 8.
    let box = try #require(markup.firstMatch(of: /<svg x="[\d.]+" y="([\d.]+)"/))
    let heights = area.1.matches(of: /\ ([\d.]+)/).compactMap { Double($0.1) }
    #expect(try #require(heights.min()) >= #require(Double(box.1)) + 5)
    #expect(
      plot.commaSeparatedValues
        == "series,step,loss,low,high\r\na,0,4,1,8\r\na,1,2,,\r\na,2,,1,8\r\na,3,3,1,8\r\n")
    #expect(plot.description.contains("highest 4, intervals from 1 to 8; 1 of 4"))
  }

  /// On a logarithmic axis what has no place reaches down to it.
  @Test func anIntervalBelowZeroReachesTheAxis() throws {
    let markup = uncertain(.logarithmic, low: -1).svg().markup
    let area = try #require(markup.firstMatch(of: /d="M([^"]*)Z" fill="/))
    let axis = /<line x1="[\d.]+" y1="([\d.]+)" x2="[\d.]+" y2="\1" stroke="#6e7781"/
    let bottom = try #require(markup.firstMatch(of: axis))
    #expect(area.1.contains(" \(bottom.1)"))
  }

  @Test func paletteKeepsItsContrast() {
    func luminance(_ colour: String) -> Double {
      let value = Int(colour.dropFirst(), radix: 16) ?? 0
      let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    func contrast(_ a: String, _ b: String) -> Double {
      let (x, y) = (luminance(a), luminance(b))
      return (max(x, y) + 0.05) / (min(x, y) + 0.05)
    }
    let lines =
      (0..<PlotColour.seriesCount).map { PlotColour.series($0) }
      + (0..<PlotColour.sequenceCount).map { PlotColour.sequence($0) }
    let back = PlotColour.background
    for colour in lines {
      #expect(contrast(colour.light, back.light) >= 3, "\(colour) light")
      #expect(contrast(colour.dark, back.dark) >= 3, "\(colour) dark")
    }
    for colour in [PlotColour.text, .mutedText] {
      #expect(contrast(colour.light, back.light) >= 4.5, "\(colour) light")
      #expect(contrast(colour.dark, back.dark) >= 4.5, "\(colour) dark")
    }
  }
}
