import GradusTensors

/// Curves over two axes, as a picture for a page, a description in words and a table.
///
/// The legend stands below the axes, so it never covers a curve. A point that is not finite, or
/// that has no place on its axis, breaks the line; a cross marks where the line stops.
public struct LinePlot: Sendable {
  /// Prefix of the element ids; unique within a page.
  public var identifier: String
  /// What the plot shows.
  public var title: String
  /// The horizontal axis.
  public var x: PlotAxis
  /// The vertical axis.
  public var y: PlotAxis
  /// The curves; later ones are drawn over earlier ones.
  public var series: [PlotSeries]

  /// Makes a plot.
  ///
  /// - Parameters:
  ///   - identifier: prefix of the element ids; unique within a page.
  ///   - title: what the plot shows.
  ///   - x: the horizontal axis.
  ///   - y: the vertical axis.
  ///   - series: the curves; later ones are drawn over earlier ones.
  public init(
    identifier: String, title: String, x: PlotAxis, y: PlotAxis, series: [PlotSeries]
  ) {
    self.identifier = identifier
    self.title = title
    self.x = x
    self.y = y
    self.series = series
  }

  /// The picture.
  ///
  /// - Parameters:
  ///   - width: full width in pixels; must be at least 120.
  ///   - dataHeight: height of the rectangle of the data in pixels; must be positive.
  public func svg(width: Double = 520, dataHeight: Double = 260) -> SVGDocument {
    precondition(
      width >= 120 && dataHeight > 0, "a plot needs room, got \(width) x \(dataHeight) pixels")
    let layout = Layout(self, width: width, dataHeight: dataHeight)
    return SVGDocument(
      identifier: identifier, title: title, description: description, width: width,
      height: layout.height
    ) { draw(layout, into: &$0) }
  }

  /// Draws the plot, with its upper left corner at the origin, into a larger picture.
  package func draw(width: Double, dataHeight: Double, into svg: inout SVGBuilder) {
    draw(Layout(self, width: width, dataHeight: dataHeight), into: &svg)
  }

  /// The height of the plot.
  package func height(width: Double, dataHeight: Double) -> Double {
    Layout(self, width: width, dataHeight: dataHeight).height
  }

  /// Where everything stands.
  private struct Layout {
    let frame: PlotFrame
    let legend: PlotLegend
    let curves: [DrawnCurve]
    let remark: String?
    let height: Double

    init(_ plot: LinePlot, width: Double, dataHeight: Double) {
      let points = plot.series.lazy.flatMap(\.points)
      let xScale = plot.x.scale(covering: points.map(\.x), isRounded: false)
      let yScale = plot.y.scale(covering: points.flatMap(\.extent), isRounded: true)
      let frame = PlotFrame(
        title: plot.title, x: (plot.x, xScale), y: (plot.y, yScale), width: width,
        dataHeight: dataHeight)
      self.frame = frame
      legend = PlotLegend(plot.series, width: width - 2 * PlotFrame.margin)
      curves = plot.series.map { DrawnCurve($0, in: frame) }
      remark = LinePlot.remark(curves)
      height = frame.end + legend.height + (remark == nil ? 0 : 18) + PlotFrame.margin
    }
  }

  private func draw(_ layout: Layout, into svg: inout SVGBuilder) {
    let (frame, legend) = (layout.frame, layout.legend)
    frame.draw(into: &svg)
    draw(layout.curves, in: frame, into: &svg)
    legend.draw(into: &svg, left: PlotFrame.margin, top: frame.end)
    if let remark = layout.remark {
      PlotFrame.text(
        remark, x: PlotFrame.margin, y: frame.end + legend.height + 13, size: 12,
        colour: .mutedText, into: &svg)
    }
  }

  /// The inner `svg` element cuts off what lies outside the limits without needing an id.
  private func draw(_ curves: [DrawnCurve], in frame: PlotFrame, into svg: inout SVGBuilder) {
    let slack = 5.0
    let (left, top) = (frame.left - slack, frame.top - slack)
    let (wide, high) = (frame.right + slack - left, frame.bottom + slack - top)
    let box = [left, top, wide, high].map(SVGBuilder.number)
    svg.element(
      "svg",
      [
        "x": box[0], "y": box[1], "width": box[2], "height": box[3],
        "viewBox": box.joined(separator: " "), "overflow": "hidden", "class": "plot-data",
      ]
    ) { inner in
      for one in series { IntervalBand.draw(one, in: frame, into: &inner) }
      for (one, curve) in zip(series, curves) {
        LineMark.draw(curve.pieces, of: one, into: &inner)
        if one.marksPoints {
          LineMark.drawDots(curve.pieces.flatMap { $0 }, of: one, into: &inner)
        }
        for stop in curve.stops { LineMark.drawCross(at: stop, of: one, into: &inner) }
      }
    }
  }

  private static func remark(_ curves: [DrawnCurve]) -> String? {
    if curves.allSatisfy(\.pieces.isEmpty) { return "No values to show." }
    return curves.contains { !$0.stops.isEmpty } ? "× the values that follow are missing" : nil
  }
}

extension PlotPoint {
  /// The values that an axis must cover to show the point.
  fileprivate var extent: [Double] {
    [y] + (interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
  }
}
