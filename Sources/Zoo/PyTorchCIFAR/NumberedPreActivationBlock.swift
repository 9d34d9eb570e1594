import GradusAutodiff
import GradusLayers

/// The block of pytorch-cifar's networks that normalise and activate before they convolve: `bn1`, `conv1`,
/// `bn2`, `conv2`, ... and a shortcut around them.
///
/// A projection sees the activated input, as He et al. 2016 have it where a stage begins; an identity the
/// input itself.
public final class NumberedPreActivationBlock: Layer, Container {
  /// The normalisations and the convolutions that follow them.
  public let norms: [BatchNorm], convolutions: [Conv2d]
  /// The projection of the activated input; nil for the input itself.
  public let shortcut: Sequential?

  private let gate: SqueezeExcitation?
  private let joins: Bool

  /// Makes a block.
  ///
  /// - Parameters:
  ///   - convolutions: without biases, in order.
  ///   - gate: squeeze and excitation behind the last, whose convolutions are the block's own; nil for
  ///     none.
  ///   - shortcut: the projection of the activated input; nil for the input itself.
  ///   - joins: whether the input stands behind the result, as in dense blocks, instead of being added.
  init(
    _ convolutions: [Conv2d], gate: SqueezeExcitation? = nil, shortcut: Sequential? = nil,
    joins: Bool = false
  ) {
    self.convolutions = convolutions
    norms = convolutions.map { BatchNorm($0.weight.shape[2] * $0.geometry.groups) }
    (self.gate, self.shortcut, self.joins) = (gate, shortcut, joins)
  }

  /// The layers with their path components.
  public var children: [(name: String, module: any Module)] {
    var result = zip(norms, convolutions).enumerated().flatMap { index, pair in
      [("bn\(index + 1)", pair.0 as any Module), ("conv\(index + 1)", pair.1 as any Module)]
    }
    if let shortcut { result.append(("shortcut", shortcut)) }
    return result + (gate?.children ?? [])
  }

  /// Runs the convolutions and joins the shortcut.
  public func forward(_ x: Variable) -> Variable {
    let activated = norms[0].activated(x, .relu)
    let side = shortcut?(activated) ?? x
    var y = convolutions[0](activated)
    for index in convolutions.indices.dropFirst() {
      y = convolutions[index](norms[index].activated(y, .relu))
    }
    if let gate { y = gate.forward(y) }
    return joins ? Variable.concatenate([y, side], axis: -1) : y + side
  }
}
