import GradusClaims
import GradusPlots

extension EvidencePictures {
  /// Layer by step, the gradient norm of the deep nets.
  var atlas: [String] {
    let deep = scale.convolutionalDepths[1]
    let names = [Subject.plain(deep), .residual(deep)]
    return names.flatMap { subject in
      [("gradient norm", "weight gradient"), ("weight norm", "weights")].compactMap { name, label in
        heatMap(subject, name, label).map {
          HTMLPage.figure($0, caption: "Norm of each layer's \(label). First seed.")
        }
      }
    }
  }

  private func heatMap(_ subject: Subject, _ name: String, _ label: String) -> HeatMap? {
    guard let first = evidence[.convolutionalDepth].first(where: { $0.subject == subject }) else {
      return nil
    }
    let prefix = "\(name), step "
    let steps = first.curves.keys.map(\.rawValue).filter { $0.hasPrefix(prefix) }
      .compactMap { Int($0.dropFirst(prefix.count)) }.sorted()
    let layers = steps.first.flatMap { first.curves[Quantity("\(prefix)\($0)")]?.y.count } ?? 0
    guard layers > 0 else { return nil }
    return HeatMap(
      identifier: "atlas-\(subject)-\(name.replacing(" ", with: "-"))",
      title: "\(subject): norm of the \(label)", rowLabel: "layer", columnLabel: "step",
      rows: (1...layers).map { "\($0)" }, columns: steps.map { "\($0)" },
      values: (0..<layers).map { layer in
        steps.map { (first.curves[Quantity("\(prefix)\($0)")]?.y[layer] ?? nil) ?? .nan }
      }, scale: PlotAxis("norm", .logarithmic))
  }

  /// Correlations by depth, and derivatives along a line.
  var shattering: [String] {
    var figures: [String] = []
    let curves = [Subject.plainStack, .residualStack].compactMap { kind -> PlotSeries? in
      let points = mean(.shattering, kind, .correlation)
      return points.isEmpty ? nil : series(kind, points, isDeep: true)
    }
    if !curves.isEmpty {
      let plot = LinePlot(
        identifier: "shattering", title: "Correlation of input gradients",
        x: PlotAxis("layers", .logarithmic, isWhole: true),
        y: PlotAxis("mean cosine between examples", .logarithmic), series: curves)
      figures.append(HTMLPage.figure(plot, caption: seedText(.shattering)))
    }
    let lines = [Subject.plain(1), .plain(24), .residual(50)].compactMap { subject -> PlotSeries? in
      guard let first = evidence[.whiteness].first(where: { $0.subject == subject }),
        let curve = first.curves[.derivative]
      else { return nil }
      let most = curve.points.map(\.y.magnitude).max() ?? 1
      return series(
        subject,
        curve.points.map { PlotPoint(x: $0.x, y: $0.y / max(most, .leastNormalMagnitude)) },
        isDeep: subject != .plain(1), marksPoints: false)
    }
    if !lines.isEmpty {
      let plot = LinePlot(
        identifier: "whiteness", title: "Derivative along a line of inputs",
        x: PlotAxis("input"), y: PlotAxis("derivative / its largest magnitude"), series: lines)
      figures.append(HTMLPage.figure(plot, caption: "First seed. White noise has no memory."))
    }
    return figures
  }

  /// Gradient and number of paths by length, and what lesions cost.
  var paths: [String] {
    var figures: [String] = []
    let subject = Subject.residual(scale.convolutionalDepths[1])
    let shares = [(Quantity.gradientShare, 0), (.pathShare, 5)].compactMap { name, colour in
      let points = mean(.pathLengths, subject, name)
      return points.isEmpty
        ? nil
        : PlotSeries(
          name: name.rawValue, points: points, colour: .series(colour),
          dash: colour == 0 ? .solid : .dashed, marksPoints: true)
    }
    if !shares.isEmpty {
      let plot = LinePlot(
        identifier: "paths", title: "Paths through \(subject)",
        x: PlotAxis("residual branches on the path", isWhole: true), y: PlotAxis("share"),
        series: shares)
      figures.append(HTMLPage.figure(plot, caption: seedText(.pathLengths)))
    }
    let lesions = evidence.subjects(.lesions).map {
      series($0, mean(.lesions, $0, .errorIncrease), isDeep: true)
    }
    if !lesions.isEmpty {
      let plot = LinePlot(
        identifier: "lesions", title: "Error without one block",
        x: PlotAxis("deleted block, from input to output", isWhole: true),
        y: PlotAxis("rise of the error"), series: lesions)
      figures.append(HTMLPage.figure(plot, caption: seedText(.lesions)))
    }
    return figures
  }

  /// Planes through the trained weights.
  var surfaces: [String] {
    evidence.subjects(.lossSurfaces).compactMap { subject in
      guard let first = evidence[.lossSurfaces].first(where: { $0.subject == subject }) else {
        return nil
      }
      let rows = (0..<first.curves.count).compactMap { first.curves[.lossRow($0)] }
      guard let offsets = rows.first?.x else { return nil }
      let names = offsets.map { NumberText.fixed($0, decimals: 1) }
      let map = HeatMap(
        identifier: "surface-\(subject)", title: "Loss around trained \(subject)",
        rowLabel: "second direction", columnLabel: "first direction", rows: names, columns: names,
        values: rows.map { $0.y.map { $0 ?? .nan } }, scale: PlotAxis("loss", .logarithmic))
      return HTMLPage.figure(map, caption: "First seed. The trained weights are in the middle.")
    }
  }
}
