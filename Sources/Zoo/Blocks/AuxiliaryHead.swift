import Autodiff
import Layers

/// GoogLeNet's auxiliary classifier (Szegedy et al. 2014, §5).
///
/// Average pooling 5x5 with stride 3, a 1x1 convolution with 128 outputs, a fully connected layer
/// with 1024, 70 % dropout, and the classifier. Its loss counts 0.3.
public final class AuxiliaryHead: Layer {
  /// The weight of this head's loss.
  public static let lossWeight = 0.3

  private let pool = AveragePool2d(kernel: 5, stride: 3)
  /// The 1x1 reduction.
  public let conv: ConvReLU
  /// The hidden layer.
  public let fc1: Linear
  private let dropout = Dropout(0.7)
  /// The classifier.
  public let fc2: Linear

  /// Makes a head for features of `inputs` channels and the given size, 14 by 14 in the paper.
  public init(_ inputs: Int, size: Int = 14, classes: Int) {
    precondition(
      size >= 5, "AuxiliaryHead: features of \(size) pixels are smaller than its 5x5 pool")
    let pooled = (size - 5) / 3 + 1
    conv = ConvReLU(inputs, 128, kernel: 1)
    fc1 = Linear(pooled * pooled * 128, 1024)
    fc2 = Linear(1024, classes)
  }

  /// Logits, `[n, classes]`.
  public func forward(_ x: Variable) -> Variable {
    let features = conv(pool(x))
    let flat = features.reshaped(to: [features.shape[0], -1])
    return fc2(dropout(fc1(flat).relu()))
  }
}
