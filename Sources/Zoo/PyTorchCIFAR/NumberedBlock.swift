import GradusAutodiff
import GradusLayers
import GradusTensors

/// The block of pytorch-cifar's networks: convolutions `conv1`, `conv2`, ..., each followed by its
/// normalisation `bn1`, `bn2`, ..., and a shortcut around them.
public final class NumberedBlock: Layer, Container {
  /// How the last normalisation's result and the shortcut come together.
  public enum Ending: Sendable, Hashable {
    /// The result alone, activated.
    case activated
    /// The result alone.
    case linear
    /// Their sum.
    case sum
    /// Their sum, activated.
    case activatedSum
    /// The result and the shortcut side by side, activated.
    case activatedJoin
    /// So many channels added, the shortcut's and the result's others behind them, activated (Chen et al.
    /// 2017, dual path networks, Fig. 2).
    case dualPath(shared: Int)
  }

  /// The convolutions and their normalisations.
  public let convolutions: [Conv2d], norms: [BatchNorm]
  /// What the shortcut does to the input; nil for the identity.
  public let shortcut: (any Layer)?

  private let ending: Ending
  private let activation: Activation
  private let first: Int
  private let shuffle: ChannelShuffle?
  private let gate: SqueezeExcitation?

  /// Makes a block.
  ///
  /// - Parameters:
  ///   - convolutions: without biases, in order.
  ///   - first: the number of the first of them.
  ///   - activation: what follows all normalisations but the last.
  ///   - shuffle: rearranges channels before the second convolution.
  ///   - gate: squeeze and excitation before the last convolution, called `se`.
  ///   - shortcut: what is done to the input beside them; nil for nothing.
  ///   - ending: how both come together.
  init(
    _ convolutions: [Conv2d], numberedFrom first: Int = 1, activation: Activation = .relu,
    shuffle: ChannelShuffle? = nil, gate: SqueezeExcitation? = nil,
    shortcut: (any Layer)? = nil, ending: Ending
  ) {
    self.convolutions = convolutions
    norms = convolutions.map { BatchNorm($0.weight.shape[3]) }
    (self.first, self.activation, self.shuffle) = (first, activation, shuffle)
    (self.gate, self.shortcut, self.ending) = (gate, shortcut, ending)
  }

  /// The layers with their path components.
  public var children: [(name: String, module: any Module)] {
    var result = zip(convolutions, norms).enumerated().flatMap { index, pair in
      [
        ("conv\(first + index)", pair.0 as any Module),
        ("bn\(first + index)", pair.1 as any Module),
      ]
    }
    if let shuffle { result.append(("shuffle", shuffle)) }
    if let gate { result.append(("se", gate)) }
    if let shortcut { result.append(("shortcut", shortcut)) }
    return result
  }

  /// Runs the convolutions and joins the shortcut.
  public func forward(_ x: Variable) -> Variable {
    var y = x
    for index in convolutions.indices.dropLast() {
      y = norms[index].activated(convolutions[index](y), activation)
      if index == 0, let shuffle { y = shuffle(y) }
    }
    if let gate { y = gate(y) }
    let last = convolutions.count - 1
    let response = convolutions[last](y)
    switch ending {
    case .activated: return norms[last].activated(response, activation)
    case .activatedSum:
      return norms[last].activated(response, activation, adding: beside(x))
    case .linear: return norms[last](response)
    case .sum: return norms[last](response) + beside(x)
    case .activatedJoin:
      return Variable.concatenate([norms[last](response), beside(x)], axis: -1)
        .activated(activation)
    case .dualPath(let shared):
      return Self.dualPath(norms[last](response), beside(x), shared).activated(activation)
    }
  }

  private func beside(_ x: Variable) -> Variable { shortcut?(x) ?? x }

  private static func dualPath(_ result: Variable, _ side: Variable, _ shared: Int) -> Variable {
    let fits = [result, side].allSatisfy { $0.shape.rank == 4 && $0.shape[3] >= shared }
    Tensor.require(
      fits,
      "dual path: images of at least \(shared) channels expected, not \(result.shape) and \(side.shape)"
    )
    guard fits else { return side }
    func part(_ x: Variable, _ range: Range<Int>) -> Variable { x.sliced(axis: 3, range) }
    return Variable.concatenate(
      [
        part(side, 0..<shared) + part(result, 0..<shared),
        part(side, shared..<side.shape[3]), part(result, shared..<result.shape[3]),
      ], axis: -1)
  }
}
