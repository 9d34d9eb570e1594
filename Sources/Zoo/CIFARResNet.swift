import GradusAutodiff
import GradusLayers
import GradusTensors

/// The networks of the CIFAR-10 experiment (He et al. 2015, §4.2): 6n + 2 weighted layers, plain or
/// residual.
///
/// A 3x3 convolution, three stages of 2n 3x3 convolutions with 1, 2 and 4 times the width (the
/// latter two start with stride 2), global average pooling and a classifier. With option A the plain
/// net and its residual twin have the same parameters.
public final class CIFARResNet: Classifier {
  /// The first convolution and its normalisation.
  public let conv1: Conv2d, bn1: BatchNorm
  /// The stages.
  public let layer1: Sequential, layer2: Sequential, layer3: Sequential
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let pool = AdaptiveAveragePool2d()

  /// Makes a network of the given depth.
  ///
  /// - Parameters:
  ///   - depth: weighted layers, 6n + 2 (20, 32, 44, 56, 110, 1202); traps on any other.
  ///   - shortcut: option A in the paper; `.none` is the plain net.
  ///   - width: channels of the first stage, 16 in the paper.
  ///   - reduction: the ratio r of squeeze and excitation (Hu et al. 2017, §6.3); nil for none.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public init(
    depth: Int, shortcut: ShortcutOption = .padded, width: Int = 16, reduction: Int? = nil,
    inputChannels: Int = 3, classes: Int = 10
  ) {
    precondition(
      depth >= 8 && (depth - 2) % 6 == 0,
      "CIFARResNet: the depth must be 6n + 2 (8, 14, 20, 32, 44, 56, 110, ...), not \(depth)")
    let blocks = (depth - 2) / 6
    func stage(_ inputs: Int, _ outputs: Int, stride: Int) -> Sequential {
      Sequential(
        (0..<blocks).map { index in
          BasicBlock(
            index == 0 ? inputs : outputs, outputs, stride: index == 0 ? stride : 1,
            reduction: reduction, shortcut: shortcut)
        })
    }
    conv1 = Conv2d(inputChannels, width, kernel: 3, padding: 1, bias: false)
    bn1 = BatchNorm(width)
    layer1 = stage(width, width, stride: 1)
    layer2 = stage(width, 2 * width, stride: 2)
    layer3 = stage(2 * width, 4 * width, stride: 2)
    fc = Linear(4 * width, classes)
    self.classes = classes
  }

  /// Logits of images `[n, h, w, inputChannels]`; 32 by 32 in the paper, any size from 1 up here.
  public func forward(_ images: Variable) -> Prediction {
    let features = layer3(layer2(layer1(bn1.activated(conv1(images), .relu))))
    let pooled = pool(features)
    return Prediction(logits: fc(pooled.reshaped(to: [pooled.shape[0], -1])))
  }
}
