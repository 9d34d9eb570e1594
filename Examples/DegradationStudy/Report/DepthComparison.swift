/// The training losses of a shallow and a deep net of one kind, seed by seed.
struct DepthComparison: Sendable {
  /// The outcome for one seed.
  enum Outcome: Sendable {
    /// The deep net ended with the higher training loss.
    case higher
    /// The deep net ended with the lower training loss.
    case lower
    /// The losses differ by less than 2 % of the larger one.
    case equal
    /// One of the two runs diverged, so there is no loss to compare.
    case diverged
  }

  /// The kind of both nets.
  let kind: RunIdentity.Kind
  /// The depths of the two nets.
  let shallow: Int
  /// The depth of the deeper net.
  let deep: Int
  /// Pairs of runs that differ in depth only, by width and seed.
  let pairs: [(shallow: RunRecord, deep: RunRecord)]

  /// Compares the shallowest net of `kind` and the deepest of those that most seeds have beside it;
  /// nil where no seed has two.
  init?(_ runs: [RunRecord], kind: RunIdentity.Kind) {
    let ours = runs.filter { $0.kind == kind }
    guard let shallow = ours.map(\.depth).min() else { return nil }
    func found(_ deep: Int) -> [(shallow: RunRecord, deep: RunRecord)] {
      ours.filter { $0.depth == shallow }.compactMap { low in
        ours.first { $0.depth == deep && $0.width == low.width && $0.seed == low.seed }
          .map { (shallow: low, deep: $0) }
      }
    }
    let depths = Set(ours.map(\.depth)).filter { $0 > shallow }
    guard let deep = depths.max(by: { (found($0).count, $0) < (found($1).count, $1) }) else {
      return nil
    }
    let pairs = found(deep)
    guard !pairs.isEmpty else { return nil }
    (self.kind, self.shallow, self.deep, self.pairs) = (kind, shallow, deep, pairs)
  }

  /// The outcome of each pair.
  var outcomes: [Outcome] {
    pairs.map { low, high in
      guard let below = low.trainLoss, let above = high.trainLoss, !low.diverged, !high.diverged
      else { return .diverged }
      if (above - below).magnitude < 0.02 * max(above, below) { return .equal }
      return above > below ? .higher : .lower
    }
  }

  /// The mean over seeds of the deep net's loss minus the shallow net's; nil where none has both.
  var meanDifference: Double? {
    let differences = pairs.compactMap { low, high in
      low.trainLoss.flatMap { below in high.trainLoss.map { $0 - below } }
    }
    return differences.isEmpty ? nil : differences.reduce(0, +) / Double(differences.count)
  }
}
