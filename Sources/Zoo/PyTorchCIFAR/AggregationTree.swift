import GradusAutodiff
import GradusLayers

/// A tree of pytorch-cifar's deep layer aggregation (Yu et al. 2018, Fig. 2 and 3): layers in a row, whose
/// results a 1x1 convolution aggregates.
public final class AggregationTree: Layer, Container {
  /// The 1x1 convolution of all results side by side, its normalisation and ReLU.
  public let root: Sequential

  private let chain: [PyTorchCIFARNet.NamedLayer]
  private let beside: PyTorchCIFARNet.NamedLayer?

  /// Makes a tree.
  ///
  /// - Parameters:
  ///   - chain: layers that follow one another, each with `outputs` channels.
  ///   - beside: a layer of the tree's input, whose result stands before the others; nil for none.
  ///   - outputs: channels of every result.
  init(
    _ chain: [PyTorchCIFARNet.NamedLayer], beside: PyTorchCIFARNet.NamedLayer? = nil, outputs: Int
  ) {
    (self.chain, self.beside) = (chain, beside)
    let joined = (chain.count + (beside == nil ? 0 : 1)) * outputs
    root = Sequential(named: [
      ("conv", Conv2d.unbiased(joined, outputs, kernel: 1)), ("bn", BatchNorm(outputs)),
      ("relu", ReLU()),
    ])
  }

  /// The layers with their path components.
  public var children: [(name: String, module: any Module)] {
    ([("root", root)] + [beside].compactMap { $0 } + chain).map { ($0.name, $0.layer) }
  }

  /// Runs the layers and aggregates what each has made.
  public func forward(_ x: Variable) -> Variable {
    var (value, results) = (x, beside.map { [$0.layer(x)] } ?? [])
    for (_, layer) in chain {
      value = layer(value)
      results.append(value)
    }
    return root(Variable.concatenate(results, axis: -1))
  }
}
