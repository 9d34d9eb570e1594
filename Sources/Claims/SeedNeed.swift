import Foundation
import GradusStatistics
import GradusTensors

/// How many seeds a verdict needs, from the spread over the seeds that were seen.
///
/// It takes what was measured for the truth: the spread of five seeds is itself uncertain by a factor of two
/// or so, and with it the number by four.
public struct SeedNeed: Sendable, Equatable {
  /// The quantity of the criterion that decides.
  public let quantity: String
  /// The seeds whose spread was seen.
  public let seen: Int
  /// The verdict that the mean points to.
  public let direction: Verdict
  /// The seeds that reach it with the power that was asked for; nil where that takes more than
  /// `StudentPower.mostSamples`.
  public let needed: Int?

  /// Makes a need; see the properties.
  public init(quantity: String, seen: Int, direction: Verdict, needed: Int?) {
    (self.quantity, self.seen) = (quantity, seen)
    (self.direction, self.needed) = (direction, needed)
  }
}

extension Criterion {
  /// Pairs that the exact sign-flip test needs to reach 5 %.
  private static let leastPairs = 5

  /// How many seeds the criterion needs for a verdict; nil for conditions, which have no spread, for fewer
  /// than two seeds, and where a seed has no number. That a verdict must not hang on one of several roundings
  /// is not counted in: it can take more. Traps unless the power is in 0..<1.
  public func seedNeed(
    _ evidence: Evidence, seeds: [UInt64], power: Double = 0.8
  ) -> SeedNeed? {
    let samples = seeds.compactMap { number(evidence.ofSeed($0)).map(scaled) }
    guard let range = scaledRange, samples.count >= 2, samples.count == seeds.count else {
      return nil
    }
    let count = Double(samples.count)
    let mean = samples.reduce(0, +) / count
    let spread =
      (samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)).squareRoot()
    let isInside = range.lowerBound < mean && mean < range.upperBound
    let bounds = [range.lowerBound, range.upperBound].filter(\.isFinite)
    let distances = bounds.map { ($0 - mean).magnitude }
    let counted = isInside ? distances : [distances.min() ?? 0]
    let effects = counted.map { $0 == 0 ? 0 : $0 / spread }
    return SeedNeed(
      quantity: quantity, seen: samples.count, direction: isInside ? .supported : .refuted,
      needed: StudentPower.sampleCount(
        effects: effects, power: power, least: requirement == .positive ? Self.leastPairs : 2))
  }

  /// The range that the mean must lie in, in the units in which it is taken; nil for conditions.
  private var scaledRange: ClosedRange<Double>? {
    switch requirement {
    case .always: nil
    case .positive: 0...Double.infinity
    case .within(let range): scaled(range.lowerBound)...scaled(range.upperBound)
    case .atLeast(let bound): scaled(bound)...Double.infinity
    case .atMost(let bound): -Double.infinity...scaled(bound)
    }
  }
}

extension Claim {
  /// How many seeds the claim needs for a verdict, each of its criteria with the given power; nil where it
  /// was not run, and where no criterion has a spread.
  ///
  /// A claim whose criteria all point to support needs as many as the most demanding one; otherwise the
  /// clearest of those that point against it decides.
  public func seedNeed(_ evidence: Evidence, power: Double = 0.8) -> SeedNeed? {
    guard experiments.allSatisfy({ !evidence[$0].isEmpty }) else { return nil }
    let needs = criteria.compactMap { $0.seedNeed(evidence, seeds: seeds(evidence), power: power) }
    let order = { (one: SeedNeed, other: SeedNeed) in
      (one.needed ?? .max) < (other.needed ?? .max)
    }
    return needs.filter { $0.direction == .refuted }.min(by: order) ?? needs.max(by: order)
  }
}
