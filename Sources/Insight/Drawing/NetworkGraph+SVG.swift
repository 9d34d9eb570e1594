import GradusAutodiff
import GradusPlots

extension NetworkGraph {
  /// The graph as a picture, drawn without any other program.
  ///
  /// - Parameters:
  ///   - identifier: prefix of the element ids; unique within a page.
  ///   - title: what the picture is.
  ///   - direction: where data flow.
  ///   - labels: how innermost boxes are labelled.
  public func svg(
    identifier: String, title: String, direction: Direction = .down, labels: LabelStyle = .full
  ) -> SVGDocument {
    Self.svg([self], identifier: identifier, title: title, direction: direction, labels: labels)
  }

  /// Several graphs in one picture, beside each other where data flow down, else below each other.
  ///
  /// - Parameters:
  ///   - graphs: the graphs in order.
  ///   - identifier: prefix of the element ids; unique within a page.
  ///   - title: what the picture is.
  ///   - direction: where data flow.
  ///   - labels: how innermost boxes are labelled.
  public static func svg(
    _ graphs: [NetworkGraph], identifier: String, title: String, direction: Direction = .down,
    labels: LabelStyle = .full
  ) -> SVGDocument {
    let layout = GraphLayout(graphs, direction: direction, labels: labels)
    let margin = 8.0
    let flow = direction == .down ? "top to bottom" : "left to right"
    return SVGDocument(
      identifier: identifier, title: title,
      description: "\(layout.boxes.count) boxes, data flow from \(flow).",
      width: layout.width + 2 * margin, height: layout.height + 2 * margin
    ) { svg in
      svg.element(
        "g", ["transform": "translate(\(SVGBuilder.number(margin)) \(SVGBuilder.number(margin)))"]
      ) { svg in
        for placed in layout.boxes { layout.draw(placed, into: &svg) }
        for arrow in layout.arrows { layout.draw(arrow, into: &svg) }
      }
    }
  }
}

extension GraphLayout {
  fileprivate func draw(_ placed: Placed, into svg: inout SVGBuilder) {
    let (box, rectangle) = (placed.box, placed.rectangle)
    let isOuter = box.identifier == nil
    let colour = isOuter ? .axis : box.kind?.colour ?? .series(7)
    let isSum = box.kind == .addition && box.repeats == 1
    svg.element(
      "rect",
      [
        "x": SVGBuilder.number(rectangle.x), "y": SVGBuilder.number(rectangle.y),
        "width": SVGBuilder.number(rectangle.width),
        "height": SVGBuilder.number(rectangle.height),
        "rx": isSum ? SVGBuilder.number(rectangle.width / 2) : "5",
        "fill": isOuter ? "none" : colour.light,
        "fill-opacity": "0.12", "stroke": colour.light,
        "style": "stroke:\(colour.style);fill:\(isOuter ? "none" : colour.style)",
      ])
    let middle = Point(
      x: rectangle.x + rectangle.width / 2, y: rectangle.y + rectangle.height / 2)
    if isOuter {
      PlotFrame.text(
        box.label, x: rectangle.x + 10, y: rectangle.y + 17, size: 12, weight: "600", into: &svg)
    } else if isSum {
      let size = rectangle.width > 20 ? 17.0 : 13
      PlotFrame.text(
        "+", x: middle.x, y: middle.y + size * 0.35, size: size, anchor: "middle", into: &svg)
    } else if labels == .turned, direction == .right {
      let turn = "rotate(-90 \(SVGBuilder.number(middle.x)) \(SVGBuilder.number(middle.y)))"
      svg.element("g", ["transform": turn]) { svg in
        PlotFrame.text(
          box.lines(labels).joined(separator: " "), x: middle.x, y: middle.y + 4, size: 12,
          anchor: "middle", into: &svg)
      }
    } else {
      let lines = box.lines(labels)
      for (index, line) in lines.enumerated() {
        let y = middle.y + 4 + (Double(index) - Double(lines.count - 1) / 2) * 16
        PlotFrame.text(
          line, x: middle.x, y: y, size: 12,
          colour: index == 0 ? .text : .mutedText, anchor: "middle", into: &svg)
      }
    }
  }

  fileprivate func draw(_ arrow: Arrow, into svg: inout SVGBuilder) {
    guard let first = arrow.points.first, let last = arrow.points.last else { return }
    func text(_ point: Point) -> String {
      "\(SVGBuilder.number(point.x)) \(SVGBuilder.number(point.y))"
    }
    var path = ["M", text(first)]
    for (from, to) in zip(arrow.points, arrow.points.dropFirst()) {
      let isStraight = direction == .down ? abs(from.x - to.x) < 0.5 : abs(from.y - to.y) < 0.5
      if isStraight {
        path += ["L", text(to)]
      } else {
        let half =
          direction == .down
          ? (Point(x: from.x, y: (from.y + to.y) / 2), Point(x: to.x, y: (from.y + to.y) / 2))
          : (Point(x: (from.x + to.x) / 2, y: from.y), Point(x: (from.x + to.x) / 2, y: to.y))
        path += ["C", text(half.0), text(half.1), text(to)]
      }
    }
    if arrow.hasHead {
      let (long, wide) = labels == .turned ? (4.0, 2.5) : (6.0, 4.0)
      let sides =
        direction == .down
        ? [Point(x: last.x - wide, y: last.y - long), Point(x: last.x + wide, y: last.y - long)]
        : [Point(x: last.x - long, y: last.y - wide), Point(x: last.x - long, y: last.y + wide)]
      path += ["M", text(sides[0]), "L", text(last), "L", text(sides[1])]
    }
    svg.element(
      "path",
      [
        "d": path.joined(separator: " "), "fill": "none", "stroke": PlotColour.axis.light,
        "stroke-width": "1.3", "style": "stroke:\(PlotColour.axis.style)",
      ])
  }
}

extension TapeOperation.Kind {
  /// The colour of its box.
  var colour: PlotColour {
    switch self {
    case .convolution: .series(0)
    case .matrixProduct: .series(1)
    case .normalization, .localResponse: .series(2)
    case .pooling: .series(3)
    case .activation, .dropout: .series(4)
    default: .series(5)
    }
  }
}
