import GradusAutodiff
import GradusLayers

/// A residual block with normalisation and ReLU before each convolution (He et al. 2016, Fig. 4e).
///
/// Nothing follows the addition, so that the shortcut is clean from block to block. The first block
/// of a stage activates its input before it splits into branch and shortcut.
public final class PreActivationBlock: Layer {
  /// Where a block stands.
  enum Position {
    /// The first of the network, on an input that is activated already.
    case onActivatedInput
    /// The first of a stage.
    case firstOfStage
    /// Any other.
    case inner
  }

  /// The first normalisation; nil on an input that is activated already.
  public let bn1: BatchNorm?
  /// The first convolution.
  public let conv1: Conv2d
  /// The second normalisation and convolution.
  public let bn2: BatchNorm, conv2: Conv2d
  /// The bottleneck's third normalisation and convolution.
  public let bn3: BatchNorm?, conv3: Conv2d?
  /// What the shortcut does to its input; nil for the identity.
  public let downsample: (any Layer)?

  private let dropout: Dropout?
  private let activatesShortcut: Bool

  /// Makes two 3x3 convolutions, with dropout between them if it is above 0 (wide networks).
  init(
    basic inputs: Int, _ outputs: Int, stride: Int, position: Position, shortcut: ShortcutOption,
    dropout probability: Double = 0
  ) {
    bn1 = position == .onActivatedInput ? nil : BatchNorm(inputs)
    conv1 = Conv2d(inputs, outputs, kernel: 3, stride: stride, padding: 1, bias: false)
    bn2 = BatchNorm(outputs)
    conv2 = Conv2d(outputs, outputs, kernel: 3, padding: 1, bias: false)
    (bn3, conv3) = (nil, nil)
    downsample = shortcut.layerBeforeActivation(inputs, outputs, stride: stride)
    dropout = probability > 0 ? Dropout(probability) : nil
    activatesShortcut = position == .firstOfStage
  }

  /// Makes a 1x1, a 3x3 with the stride, and a 1x1 convolution with four times the planes.
  init(bottleneck inputs: Int, planes: Int, stride: Int, position: Position) {
    let outputs = planes * Bottleneck.expansion
    bn1 = position == .onActivatedInput ? nil : BatchNorm(inputs)
    conv1 = Conv2d(inputs, planes, kernel: 1, bias: false)
    bn2 = BatchNorm(planes)
    conv2 = Conv2d(planes, planes, kernel: 3, stride: stride, padding: 1, bias: false)
    bn3 = BatchNorm(planes)
    conv3 = Conv2d(planes, outputs, kernel: 1, bias: false)
    downsample = ShortcutOption.projected.layerBeforeActivation(inputs, outputs, stride: stride)
    dropout = nil
    activatesShortcut = position == .firstOfStage
  }

  /// branch(activated x) + shortcut.
  public func forward(_ x: Variable) -> Variable {
    let activated = bn1?.activated(x, .relu) ?? x
    var branch = bn2.activated(conv1(activated), .relu)
    branch = conv2(dropout?(branch) ?? branch)
    if let bn3, let conv3 { branch = conv3(bn3.activated(branch, .relu)) }
    let shortcut = activatesShortcut ? activated : x
    return branch + (downsample?(shortcut) ?? shortcut)
  }
}
