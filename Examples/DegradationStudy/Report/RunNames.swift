import GradusPlots

/// Names and looks of the runs of a study, the same in every table and plot.
///
/// The colour tells the kind of net, the dashes its depth (the deepest is drawn solid), and width
/// and seed enter the name only where they differ between runs. Runs of one net look the same and
/// share an entry of the legend.
struct RunNames {
  private let showsWidth: Bool
  private let showsSeed: Bool
  private let variants: [Variant]

  private struct Variant: Hashable {
    var depth: Int
    var width: Int
  }

  /// Learns from all runs of the study what has to be told apart.
  init(_ runs: [RunIdentity]) {
    showsWidth = Set(runs.map(\.width)).count > 1
    showsSeed = Set(runs.map(\.seed)).count > 1
    variants = Set(runs.map { Variant(depth: $0.depth, width: $0.width) })
      .sorted { ($0.depth, $0.width) > ($1.depth, $1.width) }
  }

  /// The name of the net, without the seed.
  func net(_ run: RunIdentity) -> String {
    run.net + (showsWidth ? " width \(run.width)" : "")
  }

  /// The name of the run.
  func run(_ run: RunIdentity) -> String { net(run) + (showsSeed ? " seed \(run.seed)" : "") }

  /// A curve of `run` with the looks of its net.
  func series(
    _ run: RunIdentity, _ points: [PlotPoint], weight: PlotSeries.Weight = .normal,
    marksPoints: Bool = false, isNamed: Bool = true, suffix: String = ""
  ) -> PlotSeries {
    let variant = Variant(depth: run.depth, width: run.width)
    let rank = variants.firstIndex(of: variant) ?? 0
    let family = run.kind == .plain ? [1, 4, 3] : [0, 2, 6]
    let colour = family[min(rank / DashStyle.allCases.count, family.count - 1)]
    return PlotSeries(
      name: self.run(run) + suffix, points: points, colour: .series(colour),
      dash: weight == .faint ? .solid : .cycled(rank), weight: weight, marksPoints: marksPoints,
      isNamed: isNamed, group: showsSeed ? net(run) : nil)
  }
}
