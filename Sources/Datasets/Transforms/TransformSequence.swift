/// One transform after another.
public struct TransformSequence<First: Transform, Second: Transform>: Transform
where First.Output == Second.Input {
  let first: First
  let second: Second

  /// Applies the first and then the second; draws of two equal ones differ.
  public func callAsFunction(_ input: First.Input, _ visit: ExampleVisit) throws -> Second.Output {
    try second(first(input, visit.branch("first")), visit.branch("second"))
  }
}
