import GradusAutodiff
import GradusLayers

/// A 1x1, a 3x3 and a 1x1 convolution with a shortcut around them (He et al. 2015, Fig. 5 right).
///
/// The output has four times the width of the 3x3 convolution, or of `width` when grouped.
public final class Bottleneck: Layer {
  /// Output channels for each channel of the stage's width.
  public static let expansion = 4

  /// Which convolution carries the stride.
  public enum StrideStyle: Sendable {
    /// The first 1x1, as in the paper.
    case first1x1
    /// The 3x3, as in torchvision ("v1.5").
    case conv3x3
  }

  /// The 1x1 convolution that narrows.
  public let conv1: Conv2d, bn1: BatchNorm
  /// The 3x3 convolution.
  public let conv2: Conv2d, bn2: BatchNorm
  /// The 1x1 convolution that widens.
  public let conv3: Conv2d, bn3: BatchNorm
  /// Squeeze and excitation before the addition (Hu et al. 2017, Fig. 3); nil for none.
  public let se: SqueezeExcitation?
  /// What the shortcut does to the input; nil for the identity.
  public let downsample: (any Layer)?
  /// Whether there is a shortcut.
  public let isResidual: Bool

  /// Makes a block from `inputs` to `4 planes` channels.
  ///
  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - planes: the stage's width.
  ///   - width: channels of the 3x3 convolution; `planes` when nil.
  ///   - groups: groups of the 3x3 convolution (ResNeXt).
  ///   - stride: the block's stride.
  ///   - strideStyle: which convolution carries it.
  ///   - reduction: the ratio r of squeeze and excitation; nil for none.
  ///   - shortcut: how the shortcut matches a change of size.
  public init(
    _ inputs: Int, planes: Int, width: Int? = nil, groups: Int = 1, stride: Int = 1,
    strideStyle: StrideStyle = .conv3x3, reduction: Int? = nil,
    shortcut: ShortcutOption = .projected
  ) {
    let width = width ?? planes
    let outputs = planes * Self.expansion
    let onFirst = strideStyle == .first1x1
    conv1 = Conv2d(inputs, width, kernel: 1, stride: onFirst ? stride : 1, bias: false)
    bn1 = BatchNorm(width)
    conv2 = Conv2d(
      width, width, kernel: 3, stride: onFirst ? 1 : stride, padding: 1, groups: groups,
      bias: false)
    bn2 = BatchNorm(width)
    conv3 = Conv2d(width, outputs, kernel: 1, bias: false)
    bn3 = BatchNorm(outputs)
    se = reduction.map { SqueezeExcitation(outputs, squeezed: outputs / $0) }
    (isResidual, downsample) = shortcut.layer(inputs, outputs, stride: stride)
  }

  /// relu(branch + shortcut), or relu(branch) in the plain net.
  public func forward(_ x: Variable) -> Variable {
    let narrow = bn2.activated(conv2(bn1.activated(conv1(x), .relu)), .relu)
    let shortcut = isResidual ? downsample?(x) ?? x : nil
    guard let se else { return bn3.activated(conv3(narrow), .relu, adding: shortcut) }
    let branch = se(bn3(conv3(narrow)))
    return (shortcut.map { branch + $0 } ?? branch).relu()
  }
}
