import GradusAutodiff
import GradusLayers

/// GoogLeNet's auxiliary classifier (Szegedy et al. 2014, §5).
///
/// Average pooling to 4 by 4 pixels, a 1x1 convolution with 128 outputs, a fully connected layer
/// with 1024, 70 % dropout, and the classifier. Its loss counts 0.3.
public final class AuxiliaryHead: Layer {
  /// The weight of this head's loss.
  public static let lossWeight = 0.3

  /// The paper's 5x5 pooling; nil where adaptive pooling alone makes the 4 by 4 pixels.
  let pool: AveragePool2d?
  private let adaptivePool = AdaptiveAveragePool2d(height: 4, width: 4)
  /// The 1x1 reduction.
  public let conv: ConvReLU
  /// The hidden layer.
  public let fc1: Linear
  private let dropout = Dropout(0.7)
  /// The classifier.
  public let fc2: Linear

  /// Makes a head for features of `inputs` channels; the paper's has `reduced` channels after its
  /// convolution and `hidden` units.
  ///
  /// The paper's pools 5x5 windows with stride 3, which makes 4 by 4 of its 14 by 14 features, and
  /// here averages what other sizes leave; torchvision's pools adaptively.
  public init(
    _ inputs: Int, reduced: Int = 128, hidden: Int = 1024, classes: Int,
    style: Inception.Style = .paper
  ) {
    pool = style == .paper ? AveragePool2d(kernel: 5, stride: 3) : nil
    conv = ConvReLU(inputs, reduced, kernel: 1, normalized: style == .torchvision)
    fc1 = Linear(flattenedHeight: 4, width: 4, channels: reduced, hidden)
    fc2 = Linear(hidden, classes)
  }

  /// Logits, `[n, classes]`.
  public func forward(_ x: Variable) -> Variable {
    let features = conv(adaptivePool(pool?(x) ?? x))
    return fc2(dropout(fc1(features.flattened()).relu()))
  }
}
