import GradusAutodiff
import GradusLayers

/// Branches on one input, side by side along the channels, whose layers have names of their own.
///
/// The later Inception modules are made of it: their state names (`branch3x3dbl_1`) number the layers
/// of a branch without a component for the branch.
public final class InceptionBranches: Layer, Container {
  /// A chain of layers, which may end in several layers that all see the chain's result.
  public struct Branch {
    let chain: [(name: String, layer: any Layer)]
    let fork: [(name: String, layer: any Layer)]

    /// Makes a branch; without a fork it gives the chain's result.
    public init(
      _ chain: [(name: String, layer: any Layer)], fork: [(name: String, layer: any Layer)] = []
    ) {
      self.chain = chain
      self.fork = fork
    }

    func callAsFunction(_ x: Variable) -> [Variable] {
      let result = chain.reduce(x) { value, next in next.layer(value) }
      return fork.isEmpty ? [result] : fork.map { $0.layer(result) }
    }
  }

  /// The branches in the order of their channels.
  public let branches: [Branch]

  /// Makes the module.
  public init(_ branches: [Branch]) { self.branches = branches }

  /// All layers with their names.
  public var children: [(name: String, module: any Module)] {
    branches.flatMap { $0.chain + $0.fork }.map { ($0.name, $0.layer) }
  }

  /// Runs all branches and joins their results.
  public func forward(_ x: Variable) -> Variable {
    Variable.concatenate(branches.flatMap { $0(x) }, axis: -1)
  }
}
