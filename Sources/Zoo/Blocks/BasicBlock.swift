import GradusAutodiff
import GradusLayers

/// Two 3x3 convolutions with a shortcut around them (He et al. 2015, Fig. 5 left).
///
/// Without a shortcut it is two layers of the plain net.
public final class BasicBlock: Layer {
  /// The first convolution, which carries the stride, and its normalisation.
  public let conv1: Conv2d, bn1: BatchNorm
  /// The second convolution and its normalisation.
  public let conv2: Conv2d, bn2: BatchNorm
  /// Squeeze and excitation before the addition (Hu et al. 2017, Fig. 3); nil for none.
  public let se: SqueezeExcitation?
  /// What the shortcut does to the input; nil for the identity.
  public let downsample: (any Layer)?
  /// Whether there is a shortcut.
  public let isResidual: Bool

  /// Makes a block from `inputs` to `outputs` channels; `reduction` is the ratio r of squeeze and
  /// excitation, nil for none.
  public init(
    _ inputs: Int, _ outputs: Int, stride: Int = 1, reduction: Int? = nil,
    shortcut: ShortcutOption
  ) {
    conv1 = Conv2d(inputs, outputs, kernel: 3, stride: stride, padding: 1, bias: false)
    bn1 = BatchNorm(outputs)
    conv2 = Conv2d(outputs, outputs, kernel: 3, padding: 1, bias: false)
    bn2 = BatchNorm(outputs)
    se = reduction.map { SqueezeExcitation(outputs, squeezed: max(1, outputs / $0)) }
    (isResidual, downsample) = shortcut.layer(inputs, outputs, stride: stride)
  }

  /// relu(branch + shortcut), or relu(branch) in the plain net.
  public func forward(_ x: Variable) -> Variable {
    let hidden = bn1.activated(conv1(x), .relu)
    let response = conv2(hidden)
    let shortcut = isResidual ? downsample?(x) ?? x : nil
    guard let se else { return bn2.activated(response, .relu, adding: shortcut) }
    let branch = se(bn2(response))
    return (shortcut.map { branch + $0 } ?? branch).relu()
  }
}
