import GradusTensors

/// A transform that happens with a probability.
public struct OccasionalTransform<Base: Transform>: Transform where Base.Input == Base.Output {
  private let base: Base
  private let probability: Double

  init(_ base: Base, probability: Double) {
    precondition(
      (0...1).contains(probability), "transform: a probability of \(probability) is not in 0...1")
    (self.base, self.probability) = (base, probability)
  }

  /// Transforms the example or returns it as it is.
  public func callAsFunction(_ input: Base.Input, _ visit: ExampleVisit) throws -> Base.Output {
    guard visit.stream("occasion").uniform(0) < probability else { return input }
    // The base may be occasional itself, and must not look at the same draw.
    return try base(input, visit.branch("occasion"))
  }
}
