/// What happens to an example on its way into a batch.
///
/// A function of the example and of its visit, so that a resumed run repeats it. Several threads call it at
/// once.
public protocol Transform<Input, Output>: Sendable {
  /// What it takes.
  associatedtype Input
  /// What it makes.
  associatedtype Output: Sendable
  /// Transforms an example; random numbers come from streams of the visit.
  func callAsFunction(_ input: Input, _ visit: ExampleVisit) throws -> Output
}

extension Transform {
  /// This transform and then another, each with draws of its own.
  public func then<Next: Transform>(_ next: Next) -> TransformSequence<Self, Next>
  where Next.Input == Output {
    TransformSequence(first: self, second: next)
  }
}

extension Transform where Input == Output {
  /// This transform with a probability, else nothing; traps unless that is in 0...1.
  public func sometimes(_ probability: Double) -> OccasionalTransform<Self> {
    OccasionalTransform(self, probability: probability)
  }
}
