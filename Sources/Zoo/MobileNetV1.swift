import GradusAutodiff
import GradusLayers

/// MobileNet (Howard et al. 2017, Table 1): depthwise separable convolutions all the way.
///
/// State names are timm's. ReLU6, as in the authors' code, unless told otherwise; the paper says ReLU.
public final class MobileNetV1: Classifier {
  /// The first convolution, 3x3, and its normalisation.
  public let convStem: Conv2d, bn1: BatchNorm
  /// The separable convolutions, a stage each time the image is halved.
  public let blocks: Sequential
  /// The classifier.
  public let classifier: Linear
  /// The number of classes.
  public let classes: Int

  private let isClamped: Bool
  private let pool = GlobalAveragePool()

  /// Makes a network.
  ///
  /// - Parameters:
  ///   - width: the width multiplier α; 1, 0.75, 0.5 and 0.25 in the paper.
  ///   - isClamped: whether activations are ReLU6; the paper's ReLU otherwise.
  ///   - stemStride: the first convolution's stride: 2 in the paper, 1 for 32 by 32 images.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public init(
    width: Double = 1, isClamped: Bool = true, stemStride: Int = 2, inputChannels: Int = 3,
    classes: Int = 1000
  ) {
    // Outputs and repetitions of each stage; every stage but the first starts with stride 2.
    let stages = [(64, 1), (128, 2), (256, 2), (512, 6), (1024, 2)]
    var channels = roundedToEight(32 * width)
    convStem = Conv2d(
      inputChannels, channels, kernel: 3, stride: stemStride, padding: 1, bias: false)
    bn1 = BatchNorm(channels)
    blocks = Sequential(
      stages.enumerated().map { index, stage in
        let outputs = roundedToEight(Double(stage.0) * width)
        return Sequential(
          (0..<stage.1).map { repetition in
            let stride = index > 0 && repetition == 0 ? 2 : 1
            defer { channels = outputs }
            return SeparableConv(
              channels, outputs, stride: stride, activation: isClamped ? ReLU6() : ReLU())
          })
      })
    classifier = Linear(channels, classes, standardDeviation: 0.01)
    self.isClamped = isClamped
    self.classes = classes
  }

  /// MobileNet 1.0, the paper's baseline.
  public static func mobilenetV1(inputChannels: Int = 3, classes: Int = 1000) -> MobileNetV1 {
    MobileNetV1(inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    let normalized = bn1(convStem(images))
    let stem = isClamped ? normalized.clamped(to: 0...6) : normalized.relu()
    return Prediction(logits: classifier(pool(blocks(stem))))
  }
}
