import GradusPlots

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

  /// The same number of a repetition that differs in rounding alone; nil where none is asked for.
  public private(set) var repetition: (@Sendable (SeedEvidence) -> Double?)?

  /// Makes a criterion; without a scale the mean is that of the numbers.
  public init(
    _ quantity: String, _ requirement: Requirement, _ scale: Scale = .linear,
    _ sample: @escaping @Sendable (SeedEvidence) -> Double?
  ) {
    (self.quantity, self.requirement, self.scale) = (quantity, requirement, scale)
    self.sample = sample
  }

  /// The same criterion, which decides nothing unless a repetition that differs in rounding alone, as on
  /// another processor, reaches the same verdict.
  public func repeated(
    _ repetition: @escaping @Sendable (SeedEvidence) -> Double?
  ) -> Criterion {
    var criterion = self
    criterion.repetition = repetition
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
