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
    let most = bubbles.map(\.amount).max() ?? 0
    return SVGDocument(
      identifier: identifier, title: title,
      description: bubbles.map { "\($0.name) (\(groups[$0.group]))" }.joined(separator: ", "),
      width: width, height: frame.end + 40 + PlotFrame.margin
    ) { svg in
      frame.draw(into: &svg)
      let discs = bubbles.compactMap { bubble in
        frame.position(of: bubble.point).map { centre in
          let share = most > 0 ? bubble.amount / most : 0
          return BubbleDisc(
            bubble: bubble, centre: centre, radius: max(3, largest * share.squareRoot()))
        }
      }
      // Large discs first, so that none hides another.
      for disc in discs.sorted(by: { $0.radius > $1.radius }) { disc.draw(into: &svg) }
      BubbleNames(discs, in: frame).draw(into: &svg)
      drawLegend(top: frame.end, into: &svg)
    }
  }

  /// The groups as discs, and what the area stands for.
  private func drawLegend(top: Double, into svg: inout SVGBuilder) {
    var x = PlotFrame.margin
    for (index, name) in groups.enumerated() {
      let centre = (x: x + 7, y: top + 9)
      BubbleDisc(
        bubble: Bubble(name: name, point: PlotPoint(x: 0, y: 0), amount: 0, group: index),
        centre: centre, radius: 7
      ).draw(into: &svg)
      PlotFrame.text(name, x: x + 20, y: top + 13, size: 12, into: &svg)
      x += 20 + TextMetrics.width(name, size: 12) + 18
    }
    PlotFrame.text(
      areaRemark, x: PlotFrame.margin, y: top + 33, size: 12, colour: .mutedText, into: &svg)
  }
}
