extension LinePlot {
  /// What the plot shows in words: axes, and for every named series where it starts and ends, its
  /// extremes, how far its intervals reach, and how many values are missing.
  public var description: String {
    let named = series.filter(\.isNamed)
    let axes = "\(y.label)\(Self.note(y.kind)) against \(x.label)\(Self.note(x.kind))."
    return
      (["\(named.count == 1 ? "One curve" : "\(named.count) curves"): \(axes)"]
      + named.map(Self.words)).joined(separator: " ")
  }

  private static func note(_ kind: AxisScale.Kind) -> String {
    kind == .linear ? "" : " (logarithmic)"
  }

  private static func words(_ series: PlotSeries) -> String {
    let usable = series.points.filter { $0.x.isFinite && $0.y.isFinite }
    let missing = series.points.count - usable.count
    let note = missing == 0 ? "" : "; \(missing) of \(series.points.count) values missing"
    guard let first = usable.first, let last = usable.last,
      let low = usable.map(\.y).min(), let high = usable.map(\.y).max()
    else { return "\(series.name): no values\(note)." }
    let number = { (value: Double) in NumberText.short(value) }
    let ends = usable.compactMap(\.interval).map { ($0.lowerBound, $0.upperBound) }
    let reach =
      if let least = ends.map(\.0).min(), let most = ends.map(\.1).max() {
        ", intervals from \(number(least)) to \(number(most))"
      } else { "" }
    return "\(series.name): from \(number(first.y)) at \(number(first.x)) to \(number(last.y)) at "
      + "\(number(last.x)), lowest \(number(low)), highest \(number(high))\(reach)\(note)."
  }
}
