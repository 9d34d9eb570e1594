/// A transform that a closure makes.
///
///     let lower = ClosureTransform { (text: String, _) in text.lowercased() }
public struct ClosureTransform<Input, Output: Sendable>: Transform {
  private let body: @Sendable (Input, ExampleVisit) throws -> Output

  /// Makes a transform of a closure, which several threads call at once.
  public init(_ body: @escaping @Sendable (_ input: Input, _ visit: ExampleVisit) throws -> Output)
  {
    self.body = body
  }

  /// Calls the closure.
  public func callAsFunction(_ input: Input, _ visit: ExampleVisit) throws -> Output {
    try body(input, visit)
  }
}
