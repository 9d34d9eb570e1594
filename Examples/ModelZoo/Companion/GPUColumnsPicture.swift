import Gradus

/// AlexNet's two columns: what each GPU computes, and where one reads the other's results.
///
/// A convolution in two groups reads its own GPU's channels; any other reads both.
struct GPUColumnsPicture {
  /// A layer with the channels of one GPU.
  struct Layer {
    let name: String
    let detail: String
    /// Whether it reads the results of both GPUs.
    let talks: Bool
  }

  let layers: [Layer]

  init(_ measured: MeasuredEntry) {
    var counts: (conv: Int, full: Int) = (0, 0)
    layers = measured.costs.operations.compactMap { operation in
      let shape = operation.output
      switch operation.kind {
      case .convolution:
        counts.conv += 1
        return Layer(
          name: "conv\(counts.conv)",
          detail: "\(shape[1])x\(shape[2])x\(shape[3] / 2)",
          talks: counts.conv > 1 && !operation.geometry.contains("g2"))
      case .matrixProduct:
        counts.full += 1
        let half = shape[-1] == 1000 ? shape[-1] : shape[-1] / 2
        return Layer(name: "fc\(counts.full + counts.conv)", detail: "\(half)", talks: true)
      default: return nil
      }
    }
  }

  /// The picture: two rows of boxes.
  var svg: SVGDocument {
    let (width, boxWidth, boxHeight, gap) = (1180.0, 92.0, 64.0, 36.0)
    let rows = [70.0, 230.0]
    func left(_ index: Int) -> Double { 150 + Double(index) * (boxWidth + gap) }
    return SVGDocument(
      identifier: "gpu-columns", title: "AlexNet on two GPUs",
      description: layers.map { $0.talks ? "\($0.name) reads both GPUs" : $0.name }
        .joined(separator: ", "), width: width, height: 370
    ) { svg in
      for (gpu, y) in rows.enumerated() {
        PlotFrame.text("GPU \(gpu + 1)", x: 16, y: y - 12, size: 15, weight: "600", into: &svg)
        box("image", "227x227x3", x: 16, y: y, width: 96, height: boxHeight, .series(5), into: &svg)
        arrow((112, y + boxHeight / 2), (left(0), y + boxHeight / 2), .axis, into: &svg)
      }
      for (index, layer) in layers.enumerated() {
        let isLast = index == layers.count - 1
        for (gpu, y) in rows.enumerated() where !isLast || gpu == 0 {
          let top = isLast ? (rows[0] + rows[1]) / 2 : y
          let colour = PlotColour.series(layer.name.hasPrefix("conv") ? 0 : 1)
          box(
            layer.name, layer.detail, x: left(index), y: top, width: boxWidth, height: boxHeight,
            colour, into: &svg)
        }
        guard index > 0 else { continue }
        let (from, to) = (left(index - 1) + boxWidth, left(index))
        for source in rows {
          for target in isLast ? [(rows[0] + rows[1]) / 2] : rows
          where isLast || source == target || layer.talks {
            let crosses = source != target
            arrow(
              (from, source + boxHeight / 2), (to, target + boxHeight / 2),
              crosses ? .series(1) : .axis, into: &svg)
          }
        }
      }
      PlotFrame.text(
        "Orange: a layer reads the other GPU's half. Sizes are those of one GPU; poolings and response"
          + " normalisation stay on theirs.",
        x: 16, y: 345, size: 13, colour: .mutedText, into: &svg)
    }
  }

  private func box(
    _ title: String, _ detail: String, x: Double, y: Double, width: Double, height: Double,
    _ colour: PlotColour, into svg: inout SVGBuilder
  ) {
    svg.element(
      "rect",
      [
        "x": SVGBuilder.number(x), "y": SVGBuilder.number(y), "width": SVGBuilder.number(width),
        "height": SVGBuilder.number(height), "rx": "5", "fill": colour.light,
        "fill-opacity": "0.15", "stroke": colour.light,
        "style": "fill:\(colour.style);stroke:\(colour.style)",
      ])
    PlotFrame.text(
      title, x: x + width / 2, y: y + height / 2 - 5, size: 14, anchor: "middle", into: &svg)
    PlotFrame.text(
      detail, x: x + width / 2, y: y + height / 2 + 15, size: 12.5, colour: .mutedText,
      anchor: "middle", into: &svg)
  }

  private func arrow(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ colour: PlotColour,
    into svg: inout SVGBuilder
  ) {
    let n = SVGBuilder.number
    let length = ((to.x - from.x) * (to.x - from.x) + (to.y - from.y) * (to.y - from.y))
      .squareRoot()
    let (x, y) = ((to.x - from.x) / length * 7, (to.y - from.y) / length * 7)
    svg.element(
      "path",
      [
        "d": "M\(n(from.x)) \(n(from.y))L\(n(to.x)) \(n(to.y))"
          + "M\(n(to.x - x - y / 2)) \(n(to.y - y + x / 2))L\(n(to.x)) \(n(to.y))"
          + "L\(n(to.x - x + y / 2)) \(n(to.y - y - x / 2))",
        "fill": "none", "stroke": colour.light, "stroke-width": "1.4",
        "style": "stroke:\(colour.style)",
      ])
  }
}
