import GradusAutodiff
import GradusLayers

/// EfficientNet-Lite (Liu 2020, released code): EfficientNet for phones, without squeeze and excitation,
/// with ReLU6, and with a stem and a head that are not scaled.
///
/// State names are those of EfficientNet-PyTorch without the underscores in front
/// (`NameMap.withoutLeadingUnderscores`); padding and epsilon are TensorFlow's, where its published
/// weights come from.
public final class EfficientNetLite: Classifier {
  /// The first convolution, 3x3, and its normalisation.
  public let convStem: SameConv2d, bn0: BatchNorm
  /// All blocks in a row.
  public let blocks: Sequential
  /// The last 1x1 convolution and its normalisation.
  public let convHead: Conv2d, bn1: BatchNorm
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()
  private let dropout: Dropout

  /// Lite0 to Lite4.
  public static let scalings = [
    EfficientNet.Scaling(width: 1.0, depth: 1.0, resolution: 224, dropout: 0.2),
    EfficientNet.Scaling(width: 1.0, depth: 1.1, resolution: 240, dropout: 0.2),
    EfficientNet.Scaling(width: 1.1, depth: 1.2, resolution: 260, dropout: 0.3),
    EfficientNet.Scaling(width: 1.2, depth: 1.4, resolution: 280, dropout: 0.3),
    EfficientNet.Scaling(width: 1.4, depth: 1.8, resolution: 300, dropout: 0.3),
  ]

  /// Makes a network of any scaling.
  ///
  /// - Parameters:
  ///   - scaling: factors of width and depth, and the dropout.
  ///   - stochasticDepth: the probability that the last block's branch is dropped; it grows linearly
  ///     from 0 at the first.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public init(
    scaling: EfficientNet.Scaling, stochasticDepth: Double = 0.2, inputChannels: Int = 3,
    classes: Int = 1000
  ) {
    func repeats(_ stage: Int) -> Int {
      let layers = EfficientNet.stages[stage].layers
      let isScaled = stage > 0 && stage < EfficientNet.stages.count - 1
      return isScaled ? Int((Double(layers) * scaling.depth).rounded(.up)) : layers
    }
    let total = EfficientNet.stages.indices.reduce(0) { $0 + repeats($1) }
    var (channels, layers) = (32, [any Layer]())
    for (index, stage) in EfficientNet.stages.enumerated() {
      let outputs = roundedToEight(Double(stage.channels) * scaling.width)
      for repetition in 0..<repeats(index) {
        layers.append(
          LiteMBConv(
            channels, outputs, expansion: stage.expansion, kernel: stage.kernel,
            stride: repetition == 0 ? stage.stride : 1,
            dropProbability: stochasticDepth * Double(layers.count) / Double(total)))
        channels = outputs
      }
    }
    convStem = SameConv2d(inputChannels, 32, kernel: 3, stride: 2)
    bn0 = LiteMBConv.norm(32)
    blocks = Sequential(layers)
    convHead = Conv2d(channels, 1280, kernel: 1, bias: false)
    bn1 = LiteMBConv.norm(1280)
    dropout = Dropout(scaling.dropout)
    fc = Linear(1280, classes, standardDeviation: 0.01)
    self.classes = classes
  }

  /// Lite0 to Lite4; traps on another number.
  public static func lite(
    _ number: Int, inputChannels: Int = 3, classes: Int = 1000
  ) -> EfficientNetLite {
    EfficientNetLite(scaling: scalings[number], inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more than 32
  /// pixels.
  public func forward(_ images: Variable) -> Prediction {
    let stem = bn0.activated(convStem(images), .relu6)
    let features = bn1.activated(convHead(blocks(stem)), .relu6)
    return Prediction(logits: fc(dropout(pool(features))))
  }
}
