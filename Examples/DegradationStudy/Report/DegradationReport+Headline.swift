import GradusPlots

extension DegradationReport {
  var headlineSection: String {
    let plain = DepthComparison(results.runs, kind: .plain)
    let residual = DepthComparison(results.runs, kind: .residual)
    let text = [plain, residual].compactMap { $0 }.map(sentence) + [interaction(plain, residual)]
    return """
      <h1>\(MarkupText.escaped(headline(plain, residual)))</h1>
      <div class="lead">
      \(HTMLPage.paragraph((text + [caution]).joined(separator: " ")))</div>

      """
  }

  private func headline(_ plain: DepthComparison?, _ residual: DepthComparison?) -> String {
    guard let plain, let residual else { return "Degradation study: no full comparison of depths" }
    let runs = Set(results.runs.map(\.seed)).count > 1 ? "With these seeds" : "With this seed"
    if (plain.outcomes + residual.outcomes).contains(.diverged) {
      return "\(runs), nets diverged: no full comparison of depths"
    }
    switch (degrades(plain), degrades(residual)) {
    case (true, false): return "\(runs), depth hurt the plain nets, not the residual ones"
    case (true, true): return "\(runs), depth hurt the plain nets and the residual ones"
    case (false, true): return "\(runs), depth hurt the residual nets, not the plain ones"
    case (false, false): return "\(runs), depth hurt neither the plain nor the residual nets"
    default: return "\(runs), depth had no uniform effect"
    }
  }

  /// Whether the deep net ended higher for all seeds, or for none; nil for mixed outcomes.
  private func degrades(_ comparison: DepthComparison) -> Bool? {
    let outcomes = comparison.outcomes
    if outcomes.allSatisfy({ $0 == .higher }) { return true }
    return outcomes.contains(.higher) ? nil : false
  }

  private func sentence(_ comparison: DepthComparison) -> String {
    let deep = "\(comparison.kind.rawValue)-\(comparison.deep)"
    let shallow = "\(comparison.kind.rawValue)-\(comparison.shallow)"
    let outcomes = comparison.outcomes
    if let pair = comparison.pairs.first, outcomes.count == 1 {
      let losses =
        "(\(NumberText.short(pair.deep.trainLoss)) against \(NumberText.short(pair.shallow.trainLoss)))"
      switch outcomes[0] {
      case .higher: return "\(deep) ended with a higher training loss than \(shallow) \(losses)."
      case .lower: return "\(deep) ended with a lower training loss than \(shallow) \(losses)."
      case .equal:
        return "\(deep) and \(shallow) ended with training losses within 2 % \(losses)."
      case .diverged: return "\(deep) and \(shallow) cannot be compared, because a run diverged."
      }
    }
    let count = { (wanted: DepthComparison.Outcome) in outcomes.count { $0 == wanted } }
    let mean = comparison.meanDifference.map { "; the mean difference is \(NumberText.short($0))" }
    return "\(deep) ended with a higher training loss than \(shallow) in \(count(.higher)) of "
      + "\(outcomes.count) pairs of runs, with a lower one in \(count(.lower)), within 2 % in "
      + "\(count(.equal)), and \(count(.diverged)) cannot be compared because a run diverged"
      + "\(mean ?? "")."
  }

  private func interaction(_ plain: DepthComparison?, _ residual: DepthComparison?) -> String {
    guard let plain, let residual, let first = plain.meanDifference,
      let second = residual.meanDifference
    else { return "The runs do not allow a comparison of plain and residual nets." }
    return "More depth changed the loss by \(NumberText.short(first)) without shortcuts and by "
      + "\(NumberText.short(second)) with them, a difference of "
      + "\(NumberText.short(first - second)). These are training losses, so overfitting cannot "
      + "explain the difference."
  }

  private var caution: String {
    let seeds = Set(results.runs.map(\.seed)).count
    let first =
      switch seeds {
      case ...1: "One seed is no proof: another one may order the nets differently."
      case 2...4:
        "\(seeds) seeds are few: an exact sign-flip test needs five pairs to reach p < 0.05."
      default: "\(seeds) seeds were run; see every one of them in the table."
      }
    return first + " A short budget exaggerates the gap: deep plain nets are slow to start, and "
      + "part of the gap may close with longer training."
  }
}
