/// Examples of any kind, each at its position.
///
/// Reading one must depend on nothing but its position, since several threads read at once and in any order.
public protocol Dataset<Example>: Sendable {
  /// What there is at a position: a text, a series, an image with its label.
  associatedtype Example: Sendable
  /// What messages and reports call the data.
  var name: String { get }
  /// The number of examples.
  var count: Int { get }
  /// What changes with the examples and their order; a run refuses to go on with other data than it began
  /// with.
  var fingerprint: String { get }
  /// The example at a position in `0..<count`; throws what reading it throws.
  func example(at index: Int) throws -> Example
}

/// A value and the class it belongs to.
public struct Labelled<Value: Sendable>: Sendable {
  /// What is looked at.
  public var value: Value
  /// Its class, from 0.
  public var label: Int

  /// Makes a labelled value.
  public init(_ value: Value, label: Int) { (self.value, self.label) = (value, label) }
}

extension Labelled: Equatable where Value: Equatable {}
extension Labelled: Hashable where Value: Hashable {}
