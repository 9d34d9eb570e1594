import Gradus

extension ActivationMaps {
  /// The images with their maps below.
  var maps: SVGDocument {
    let (tile, gap) = (140.0, 14.0)
    return SVGDocument(
      identifier: "activation-maps", title: "Class activation maps",
      description: examples.map { ColouredShapes.classes[$0.label] }.joined(separator: ", "),
      width: 4 * (tile + gap) + 20, height: 390
    ) { svg in
      for (index, example) in examples.enumerated() {
        let x = 10 + Double(index) * (tile + gap)
        PlotFrame.text(
          ColouredShapes.classes[example.label], x: x, y: 18, size: 14, weight: "600", into: &svg)
        let pixels = stride(from: 0, to: example.pixels.count, by: 3).map {
          Self.colour(example.pixels[$0..<$0 + 3].map { min(max($0 + 0.3, 0), 1) })
        }
        Self.image(pixels, x: x, y: 28, side: tile, into: &svg)
        let (least, most) = (example.map.min() ?? 0, example.map.max() ?? 1)
        let shades = example.map.map { HeatShade.colour(($0 - least) / max(most - least, 1e-9)) }
        Self.image(shades, x: x, y: 36 + tile, side: tile, into: &svg)
        PlotFrame.text(
          "guess: \(ColouredShapes.classes[example.guess])", x: x, y: 54 + 2 * tile, size: 13,
          colour: .mutedText, into: &svg)
      }
      PlotFrame.text(
        "Maps: sum of the last maps, weighted by the class: yellow where it is seen.", x: 10,
        y: 78 + 2 * tile, size: 13, colour: .mutedText, into: &svg)
    }
  }

  /// The first filters, each scaled on its own.
  var firstFilters: SVGDocument {
    let side = 120.0
    return SVGDocument(
      identifier: "first-filters", title: "The first filters",
      description: "16 filters of 7x7 pixels.", width: 8 * (side + 14) + 6,
      height: 2 * (side + 14) + 6
    ) { svg in
      let values = filters.scalars
      for filter in 0..<16 {
        let all = (0..<147).map { values[$0 * 16 + filter] }
        let (least, most) = (all.min() ?? 0, all.max() ?? 1)
        let pixels = (0..<49).map { pixel in
          Self.colour((0..<3).map { (all[pixel * 3 + $0] - least) / max(most - least, 1e-9) })
        }
        Self.image(
          pixels, x: 10 + Double(filter % 8) * (side + 14),
          y: 10 + Double(filter / 8) * (side + 14), side: side, into: &svg)
      }
    }
  }

  private static func image(
    _ colours: [String], x: Double, y: Double, side: Double, into svg: inout SVGBuilder
  ) {
    let across = Int(Double(colours.count).squareRoot().rounded())
    let pixel = side / Double(across)
    for (index, colour) in colours.enumerated() {
      svg.element(
        "rect",
        [
          "x": SVGBuilder.number(x + Double(index % across) * pixel),
          "y": SVGBuilder.number(y + Double(index / across) * pixel),
          "width": SVGBuilder.number(pixel + 0.3), "height": SVGBuilder.number(pixel + 0.3),
          "fill": colour,
        ])
    }
  }

  private static func colour(_ channels: [Double]) -> String {
    "#"
      + channels.map { channel in
        let value = Int((channel * 255).rounded())
        return (value < 16 ? "0" : "") + String(value, radix: 16)
      }.joined()
  }
}

/// Shades from dark blue to yellow.
private enum HeatShade {
  static func colour(_ fraction: Double) -> String {
    let stops = [(68.0, 1.0, 84.0), (49, 104, 142), (53, 183, 121), (253, 231, 37)]
    let place = min(max(fraction, 0), 1) * 3
    let index = min(Int(place), 2)
    let (a, b, rest) = (stops[index], stops[index + 1], place - Double(index))
    return "#"
      + [(a.0, b.0), (a.1, b.1), (a.2, b.2)].map { from, to in
        let value = Int((from + (to - from) * rest).rounded())
        return (value < 16 ? "0" : "") + String(value, radix: 16)
      }.joined()
  }
}
