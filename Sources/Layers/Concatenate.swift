import GradusAutodiff

/// Runs branches on the same input and joins their results along the channels.
public final class Concatenate: Layer, Container {
  /// The branches with their names.
  public let branches: [(name: String, layer: any Layer)]

  /// Makes the join of branches named 0, 1, 2, ...
  public convenience init(@SequentialBuilder _ branches: () -> [any Layer]) {
    self.init(named: branches().enumerated().map { ("\($0.offset)", $0.element) })
  }

  /// Makes the join of branches with names of their own.
  public init(named: [(name: String, layer: any Layer)]) { branches = named }

  /// The branches with their path components.
  public var children: [(name: String, module: any Module)] {
    branches.map { ($0.name, $0.layer) }
  }

  /// Runs all branches; traps when their results differ in more than channels.
  public func forward(_ x: Variable) -> Variable {
    Variable.concatenate(branches.map { $0.layer(x) }, axis: -1)
  }
}
