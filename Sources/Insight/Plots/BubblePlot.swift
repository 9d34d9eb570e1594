/// Labelled discs in a frame: two quantities as a position, a third as an area.
public struct BubblePlot: Sendable {
  /// One disc.
  public struct Bubble: Sendable, Hashable {
    /// The text beside the disc.
    public var name: String
    /// Where its centre lies, in the units of the axes.
    public var point: PlotPoint
    /// What its area stands for; not negative.
    public var amount: Double
    /// The position of its group among `groups`, which gives the colour.
    public var group: Int

    /// Makes a disc.
    public init(name: String, point: PlotPoint, amount: Double, group: Int) {
      self.name = name
      self.point = point
      self.amount = amount
      self.group = group
    }
  }

  /// Prefix of the element ids; unique within a page.
  public var identifier: String
  /// What the plot shows.
  public var title: String
  /// The axes.
  public var x: PlotAxis, y: PlotAxis
  /// The names of the groups, in the order of their colours.
  public var groups: [String]
  /// What the area stands for, for the remark below: `area: parameters`.
  public var areaRemark: String
  /// The discs.
  public var bubbles: [Bubble]

  /// Makes a plot.
  public init(
    identifier: String, title: String, x: PlotAxis, y: PlotAxis, groups: [String],
    areaRemark: String, bubbles: [Bubble]
  ) {
    self.identifier = identifier
    self.title = title
    (self.x, self.y) = (x, y)
    self.groups = groups
    self.areaRemark = areaRemark
    self.bubbles = bubbles
  }

  /// The picture.
  ///
  /// - Parameters:
  ///   - width: full width in pixels; at least 120.
  ///   - dataHeight: height of the rectangle of the data in pixels.
  ///   - largest: the radius of the largest disc in pixels.
  public func svg(
    width: Double = 760, dataHeight: Double = 460, largest: Double = 34
  ) -> SVGDocument {
    let xScale = x.scale(covering: bubbles.map(\.point.x), isRounded: true)
    let yScale = y.scale(covering: bubbles.map(\.point.y), isRounded: true)
    let frame = PlotFrame(
      title: title, x: (x, xScale), y: (y, yScale), width: width, dataHeight: dataHeight)
    let legend = PlotLegend(
      groups.enumerated().map {
        PlotSeries(
          name: $0.element, points: [], colour: .series($0.offset), weight: .strong)
      }, width: width - 2 * PlotFrame.margin)
    let most = bubbles.map(\.amount).max() ?? 0
    return SVGDocument(
      identifier: identifier, title: title,
      description: bubbles.map { "\($0.name) (\(groups[$0.group]))" }.joined(separator: ", "),
      width: width, height: frame.end + legend.height + 18 + PlotFrame.margin
    ) { svg in
      frame.draw(into: &svg)
      // Large discs first, so that none hides another.
      for bubble in bubbles.sorted(by: { $0.amount > $1.amount }) {
        guard let centre = frame.position(of: bubble.point) else { continue }
        let radius = most > 0 ? largest * (bubble.amount / most).squareRoot() : 0
        Self.draw(bubble, at: centre, radius: max(radius, 2), into: &svg)
      }
      legend.draw(into: &svg, left: PlotFrame.margin, top: frame.end)
      PlotFrame.text(
        areaRemark, x: PlotFrame.margin, y: frame.end + legend.height + 13, size: 11.5,
        colour: .mutedText, into: &svg)
    }
  }

  private static func draw(
    _ bubble: Bubble, at centre: LineMark.Position, radius: Double, into svg: inout SVGBuilder
  ) {
    let colour = PlotColour.series(bubble.group)
    svg.element(
      "circle",
      [
        "cx": SVGBuilder.number(centre.x), "cy": SVGBuilder.number(centre.y),
        "r": SVGBuilder.number(radius), "fill": colour.light, "fill-opacity": "0.35",
        "stroke": colour.light, "style": "fill:\(colour.style);stroke:\(colour.style)",
      ])
    PlotFrame.text(
      bubble.name, x: centre.x, y: centre.y + 4, size: 10, anchor: "middle", into: &svg)
  }
}
