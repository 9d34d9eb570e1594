import GradusPlots
import GradusTensors

/// What a measured number must be for a claim to hold, with the uncertainty counted in.
public struct Criterion: Sendable {
  /// How samples, one a seed, are judged.
  public enum Requirement: Sendable, Equatable {
    /// Student's 95 % interval of the mean must lie in the range; outside it, the claim is refuted.
    case within(ClosedRange<Double>)
    /// The same with one bound.
    case atLeast(Double)
    /// The same with one bound.
    case atMost(Double)
    /// Larger than 0 in the mean: exact sign-flip test at 5 %, and the bootstrap interval clear of 0.
    case positive
    /// The number is at least 1 for every seed: for what holds or does not hold, without scatter.
    case always
  }

  /// How the mean is taken.
  public enum Scale: Sendable {
    /// Of the numbers.
    case linear
    /// Of their logarithms, for ratios.
    case logarithmic
  }

  /// What is measured.
  public let quantity: String
  /// What it must be.
  public let requirement: Requirement
  /// How the mean is taken.
  public let scale: Scale
  /// The number for one seed; nil where it was not measured or is not finite.
  public let sample: @Sendable (SeedEvidence) -> Double?

  /// The same number of repetitions that differ in rounding alone, of which each seed's mean is taken.
  public private(set) var repetitions: [@Sendable (SeedEvidence) -> Double?] = []

  /// Makes a criterion; without a scale the mean is that of the numbers.
  public init(
    _ quantity: String, _ requirement: Requirement, _ scale: Scale = .linear,
    _ sample: @escaping @Sendable (SeedEvidence) -> Double?
  ) {
    (self.quantity, self.requirement, self.scale) = (quantity, requirement, scale)
    self.sample = sample
  }

  /// The same criterion, judged by the mean of each seed's number and of `count` repetitions that differ in
  /// rounding alone, as on other processors; it decides nothing unless it does whichever of them is left
  /// out. `repetition` is asked for numbers from 1 on. Traps for a condition, and for a difference of
  /// logarithms.
  public func repeated(
    _ count: Int, _ repetition: @escaping @Sendable (SeedEvidence, Int) -> Double?
  ) -> Criterion {
    precondition(count > 0, "a criterion is repeated at least once, not \(count) times")
    precondition(
      requirement != .always && (requirement != .positive || scale == .linear),
      "what is averaged over repetitions is a level, or a difference that is no ratio")
    var criterion = self
    criterion.repetitions = (1...count).map { number in { repetition($0, number) } }
    return criterion
  }

  /// A condition that must hold for every seed.
  public static func always(
    _ quantity: String, _ condition: @escaping @Sendable (SeedEvidence) -> Bool?
  ) -> Criterion {
    Criterion(quantity, .always) { condition($0).map { $0 ? 1 : 0 } }
  }
}

extension Criterion.Requirement {
  /// In words, after "must be".
  public var text: String {
    switch self {
    case .within(let range):
      "in \(NumberText.short(range.lowerBound)) … \(NumberText.short(range.upperBound))"
    case .atLeast(let bound): "at least \(NumberText.short(bound))"
    case .atMost(let bound): "at most \(NumberText.short(bound))"
    case .positive: "above 0"
    case .always: "true for every seed"
    }
  }
}
