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
      let discs = bubbles.compactMap { bubble in
        frame.position(of: bubble.point).map { centre in
          let share = most > 0 ? bubble.amount / most : 0
          return Disc(bubble: bubble, centre: centre, radius: max(2, largest * share.squareRoot()))
        }
      }
      // Large discs first, so that none hides another.
      for disc in discs.sorted(by: { $0.radius > $1.radius }) { disc.draw(into: &svg) }
      Disc.drawNames(of: discs, in: frame, into: &svg)
      legend.draw(into: &svg, left: PlotFrame.margin, top: frame.end)
      PlotFrame.text(
        areaRemark, x: PlotFrame.margin, y: frame.end + legend.height + 13, size: 11.5,
        colour: .mutedText, into: &svg)
    }
  }
}

/// A disc in the coordinates of the picture.
private struct Disc {
  private static let nameSize = 10.0

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

  /// Writes every name beside its disc, where it touches no other name and as few discs as it can.
  static func drawNames(of discs: [Disc], in frame: PlotFrame, into svg: inout SVGBuilder) {
    var taken: [(left: Double, right: Double, y: Double)] = []
    for (index, disc) in discs.enumerated() {
      let width = TextMetrics.width(disc.bubble.name, size: nameSize)
      func disturbance(_ place: (left: Double, y: Double)) -> Int {
        let names = taken.count { other in
          abs(other.y - place.y) < nameSize + 1 && place.left < other.right
            && place.left + width > other.left
        }
        let others = discs.indices.count { $0 != index && discs[$0].touches(place, width) }
        return 100 * names + others
      }
      let places = disc.places(width: width).filter {
        $0.left >= frame.left && $0.left + width <= frame.right && $0.y >= frame.top
      }
      guard let place = places.min(by: { disturbance($0) < disturbance($1) }) else { continue }
      taken.append((place.left, place.left + width, place.y))
      PlotFrame.text(disc.bubble.name, x: place.left, y: place.y, size: nameSize, into: &svg)
    }
  }

  /// Whether a name of a width at a place would touch this disc.
  private func touches(_ place: (left: Double, y: Double), _ width: Double) -> Bool {
    let across = max(place.left - centre.x, centre.x - place.left - width, 0)
    let down = max(abs(place.y - 4 - centre.y) - Self.nameSize / 2, 0)
    return across * across + down * down < radius * radius
  }

  /// Where a name may start, best first: on the disc when it is large, then around it.
  private func places(width: Double) -> [(left: Double, y: Double)] {
    let (x, y) = (centre.x, centre.y + 4)
    let beside = [(x + radius + 3, y), (x - radius - 3 - width, y)]
    let above = [(x - width / 2, y - radius - 6), (x - width / 2, y + radius + 8)]
    let apart = [-24.0, -12, 12, 24].flatMap { shift in beside.map { ($0.0, $0.1 + shift) } }
    return (2 * radius > width ? [(x - width / 2, y)] : []) + beside + above + apart
  }
}
