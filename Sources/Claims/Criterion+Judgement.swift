import Foundation
import GradusStatistics

extension Criterion {
  /// Judges the records of `seeds`: one sample a seed, and undecided when a seed has none.
  ///
  /// Differences are judged by the exact one-sided sign-flip test and a bootstrap interval, levels by
  /// Student's interval, conditions by whether all seeds agree. A verdict that a repetition with other
  /// rounding does not reach is undecided, and the finding's quantity says so.
  public func judge(_ evidence: Evidence, seeds: [UInt64]) -> Finding {
    let finding = judge(seeds.map { sample(evidence.ofSeed($0)) })
    guard let repetition, [.supported, .refuted].contains(finding.verdict) else { return finding }
    let other = judge(seeds.map { repetition(evidence.ofSeed($0)) })
    guard other.verdict != finding.verdict else { return finding }
    let reason =
      other.count == 0
      ? "not repeated with other rounding"
      : "\(finding.verdict.rawValue), and \(other.verdict.rawValue) with other rounding"
    return Finding(
      quantity: "\(quantity) (\(reason))", requirement: finding.requirement,
      estimate: finding.estimate, interval: finding.interval, pValue: finding.pValue,
      count: finding.count, missing: finding.missing, verdict: .undecided)
  }

  private func judge(_ all: [Double?]) -> Finding {
    let samples = all.compactMap { $0.flatMap { $0.isFinite ? $0 : nil } }
    let missing = all.count - samples.count
    guard !samples.isEmpty else {
      return finding(nil, nil, nil, samples, missing, all.isEmpty ? .notRun : .undecided)
    }
    switch requirement {
    case .positive: return judgeDifference(samples, missing)
    case .always:
      let share = samples.reduce(0) { $0 + ($1 >= 1 ? 1 : 0) } / Double(samples.count)
      let verdict: Verdict =
        missing > 0 ? .undecided : share == 1 ? .supported : share == 0 ? .refuted : .undecided
      return finding(share, nil, nil, samples, missing, verdict)
    case .within(let range): return judgeLevel(samples, missing, range)
    case .atLeast(let bound): return judgeLevel(samples, missing, bound...Double.infinity)
    case .atMost(let bound): return judgeLevel(samples, missing, -Double.infinity...bound)
    }
  }

  private func judgeDifference(_ samples: [Double], _ missing: Int) -> Finding {
    let p = SignFlipTest.pValue(samples)
    let reverse = SignFlipTest.pValue(samples.map { -$0 })
    let interval = BootstrapInterval.ofMean(samples)
    let mean = samples.reduce(0, +) / Double(samples.count)
    // A missing pair might have pointed the other way: a diverged run is no evidence for either.
    let verdict: Verdict =
      missing > 0
      ? .undecided
      : p <= 0.05 && interval.lowerBound > 0
        ? .supported : reverse <= 0.05 && interval.upperBound < 0 ? .refuted : .undecided
    return finding(mean, interval, p, samples, missing, verdict)
  }

  private func judgeLevel(
    _ samples: [Double], _ missing: Int, _ range: ClosedRange<Double>
  ) -> Finding {
    let scaled = scale == .linear ? samples : samples.map { log(max($0, .leastNormalMagnitude)) }
    let back = { (value: Double) in scale == .linear ? value : exp(value) }
    let mean = back(scaled.reduce(0, +) / Double(scaled.count))
    guard missing == 0, let interval = StudentInterval.ofMean(scaled) else {
      return finding(mean, nil, nil, samples, missing, .undecided)
    }
    let shown = back(interval.lowerBound)...back(interval.upperBound)
    let verdict: Verdict =
      range.contains(shown.lowerBound) && range.contains(shown.upperBound)
      ? .supported : range.overlaps(shown) ? .undecided : .refuted
    return finding(mean, shown, nil, samples, missing, verdict)
  }

  private func finding(
    _ estimate: Double?, _ interval: ClosedRange<Double>?, _ pValue: Double?,
    _ samples: [Double], _ missing: Int, _ verdict: Verdict
  ) -> Finding {
    Finding(
      quantity: quantity, requirement: requirement.text, estimate: estimate, interval: interval,
      pValue: pValue, count: samples.count, missing: missing, verdict: verdict)
  }
}
