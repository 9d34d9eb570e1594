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
  /// What the shortcut does to the input; nil for the identity.
  public let downsample: (any Layer)?
  /// Whether there is a shortcut.
  public let isResidual: Bool

  /// Makes a block from `inputs` to `outputs` channels.
  public init(_ inputs: Int, _ outputs: Int, stride: Int = 1, shortcut: ShortcutOption) {
    conv1 = Conv2d(inputs, outputs, kernel: 3, stride: stride, padding: 1, bias: false)
    bn1 = BatchNorm(outputs)
    conv2 = Conv2d(outputs, outputs, kernel: 3, padding: 1, bias: false)
    bn2 = BatchNorm(outputs)
    (isResidual, downsample) = shortcut.layer(inputs, outputs, stride: stride)
  }

  /// relu(branch + shortcut), or relu(branch) in the plain net.
  public func forward(_ x: Variable) -> Variable {
    let hidden = bn1.activated(conv1(x), .relu)
    return bn2.activated(conv2(hidden), .relu, adding: isResidual ? downsample?(x) ?? x : nil)
  }
}
