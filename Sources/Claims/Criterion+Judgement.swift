import Foundation
import GradusStatistics

extension Criterion {
  /// Judges the records of `seeds`: one sample a seed, and undecided when a seed has none.
  ///
  /// Differences are judged by the exact one-sided sign-flip test and a bootstrap interval, levels by
  /// Student's interval, conditions by whether all seeds agree. With repetitions a seed's sample is the mean
  /// over all roundings, and a verdict that is not reached without one of them is undecided; the finding's
  /// quantity says so.
  public func judge(_ evidence: Evidence, seeds: [UInt64]) -> Finding {
    let seeds = seeds.map(evidence.ofSeed)
    guard !repetitions.isEmpty, !seeds.isEmpty else { return judge(seeds.map(sample)) }
    let missing = missingRepetitions(seeds)
    if missing > 0 {
      return judge(seeds.map(sample)).undecided(
        because: "\(missing) of \(repetitions.count) repetitions with other rounding missing")
    }
    let finding = judge(seeds.map { number($0) })
    guard [.supported, .refuted].contains(finding.verdict) else { return finding }
    for left in 0...repetitions.count {
      let other = judge(seeds.map { number($0, leavingOut: left) })
      guard other.verdict == finding.verdict else {
        return finding.undecided(
          because: "\(finding.verdict.rawValue), and \(other.verdict.rawValue) without one of "
            + "\(repetitions.count + 1) roundings")
      }
    }
    return finding
  }

  /// A seed's number: with repetitions the mean over all roundings, or over all but one.
  func number(_ seed: SeedEvidence, leavingOut left: Int? = nil) -> Double? {
    let all = ([sample] + repetitions).enumerated().filter { $0.offset != left }
      .map { $0.element(seed) }
    let numbers = all.compactMap { $0.flatMap { $0.isFinite ? $0 : nil } }
    guard numbers.count == all.count else { return nil }
    guard numbers.count > 1 else { return numbers.first }
    let mean = numbers.reduce(0) { $0 + scaled($1) } / Double(numbers.count)
    return scale == .linear ? mean : exp(mean)
  }

  /// How many repetitions have no number at all.
  func missingRepetitions(_ seeds: [SeedEvidence]) -> Int {
    repetitions.filter { repetition in
      seeds.allSatisfy { repetition($0).map(\.isFinite) != true }
    }.count
  }

  /// A number as it is averaged.
  func scaled(_ value: Double) -> Double {
    scale == .linear ? value : log(max(value, .leastNormalMagnitude))
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
    let scaled = samples.map(scaled)
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

extension Finding {
  /// The same numbers without a verdict, and why.
  fileprivate func undecided(because reason: String) -> Finding {
    Finding(
      quantity: "\(quantity) (\(reason))", requirement: requirement, estimate: estimate,
      interval: interval, pValue: pValue, count: count, missing: missing, verdict: .undecided)
  }
}
