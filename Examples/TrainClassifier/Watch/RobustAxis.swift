import GradusPlots

/// The vertical axis of curves of which a few numbers may stand far above all others, as losses do where a
/// run begins.
enum RobustAxis {
  /// How many times the usual height a number must be for the axis to leave it out.
  private static let distance = 8.0
  /// A curve of fewer numbers has none that is unusual.
  private static let least = 8
  /// A curve as high as this has diverged, since a guess among so many classes as there are costs less: the
  /// logarithm of their number.
  private static let diverged = 100.0

  /// The axis of a quantity: as high as nine in ten numbers of every curve that has not diverged, and as where
  /// the first of them begins, where others would flatten these, which its label says then.
  static func axis(_ quantity: String, _ curves: [[PlotPoint]]) -> PlotAxis {
    let values = curves.map { $0.map(\.y).filter(\.isFinite).sorted() }
    let heights = values.compactMap { sorted in
      sorted.isEmpty
        ? nil : sorted[sorted.count - 1 - (sorted.count < least ? 0 : max(1, sorted.count / 10))]
    }
    // Training is the first curve. It begins with a guess and may fall to a small part of that; the way down is
    // no exception.
    let begun = curves.first?.first.map { [$0.y] } ?? []
    guard let usual = (heights + begun).filter({ $0 < diverged }).max() ?? heights.max(), usual > 0,
      let highest = values.compactMap(\.last).max(),
      highest > distance * usual, let lowest = values.compactMap(\.first).min()
    else { return PlotAxis(quantity) }
    let scale = AxisScale(.linear, covering: [min(0, lowest), 1.1 * usual], isRounded: true)
    return PlotAxis(
      "\(quantity), cut off at \(NumberText.short(scale.domain.upperBound)); the highest is "
        + NumberText.short(highest), limits: scale.domain)
  }
}
