import GradusAutodiff
import GradusPlots

extension NetworkGraph {
  /// The graph as a picture, drawn without any other program.
  ///
  /// - Parameters:
  ///   - identifier: prefix of the element ids; unique within a page.
  ///   - title: what the picture is.
  public func svg(identifier: String, title: String) -> SVGDocument {
    let layout = GraphLayout(self)
    let size = layout.boxes.first?.rectangle
    let margin = 10.0
    return SVGDocument(
      identifier: identifier, title: title,
      description: "\(layout.boxes.count) boxes, data flow from top to bottom.",
      width: (size?.width ?? 0) + 2 * margin, height: (size?.height ?? 0) + 2 * margin
    ) { svg in
      svg.element(
        "g", ["transform": "translate(\(SVGBuilder.number(margin)) \(SVGBuilder.number(margin)))"]
      ) { svg in
        for placed in layout.boxes { Self.draw(placed, into: &svg) }
        for arrow in layout.arrows { Self.draw(arrow, into: &svg) }
      }
    }
  }

  private static func draw(_ placed: GraphLayout.Placed, into svg: inout SVGBuilder) {
    let (box, rectangle) = (placed.box, placed.rectangle)
    let colour = box.kind?.colour ?? .axis
    svg.element(
      "rect",
      [
        "x": SVGBuilder.number(rectangle.x), "y": SVGBuilder.number(rectangle.y),
        "width": SVGBuilder.number(rectangle.width),
        "height": SVGBuilder.number(rectangle.height), "rx": "5",
        "fill": box.kind == nil ? "none" : colour.light,
        "fill-opacity": "0.12", "stroke": colour.light,
        "style": "stroke:\(colour.style);fill:\(box.kind == nil ? "none" : colour.style)",
      ])
    PlotFrame.text(
      box.label, x: rectangle.x + 10, y: rectangle.y + 17, size: 12,
      weight: box.kind == nil ? "600" : "400", into: &svg)
    guard !box.detail.isEmpty else { return }
    PlotFrame.text(
      box.detail, x: rectangle.x + 10, y: rectangle.y + 34, size: 11, colour: .mutedText,
      into: &svg)
  }

  private static func draw(_ arrow: GraphLayout.Arrow, into svg: inout SVGBuilder) {
    let (from, to) = (arrow.from, arrow.to)
    func point(_ x: Double, _ y: Double) -> String {
      "\(SVGBuilder.number(x)) \(SVGBuilder.number(y))"
    }
    let line: [String]
    let head: [String]
    if let bend = arrow.bend {
      let (start, end) = (from.y + from.height / 2, to.y + to.height / 2)
      line = [
        "M", point(from.right, start), "C", point(bend + 8, start), point(bend, start),
        point(bend, start + 20), "L", point(bend, end - 20), "C", point(bend, end),
        point(bend + 8, end), point(to.right + 1, end),
      ]
      head = ["M", point(to.right + 7, end - 4), "L", point(to.right + 1, end), "l 6 4"]
    } else {
      let (x, start, end) = (from.x + from.width / 2, from.bottom, to.y - 1)
      let target = to.x + to.width / 2
      line = [
        "M", point(x, start), "L", point(x, max(start, end - 16)), "C", point(x, end - 4),
        point(target, end - 14), point(target, end),
      ]
      head = ["M", point(target - 4, end - 6), "L", point(target, end), "l 4 -6"]
    }
    svg.element(
      "path",
      [
        "d": (line + head).joined(separator: " "), "fill": "none", "stroke": PlotColour.axis.light,
        "style": "stroke:\(PlotColour.axis.style)",
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
