import GradusAutodiff
import GradusLayers

/// EfficientNet (Tan and Le 2019): a searched baseline, scaled in depth, width and resolution.
///
/// State names are torchvision's.
public final class EfficientNet: Classifier {
  /// The first convolution, the stages and the last 1x1 convolution.
  public let features: Sequential
  /// Dropout and the classifier.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()

  /// Table 1, stages 2 to 8: expansion, channels and layers, kernel, stride of the first layer.
  static let stages = [
    (expansion: 1, channels: 16, layers: 1, kernel: 3, stride: 1),
    (expansion: 6, channels: 24, layers: 2, kernel: 3, stride: 2),
    (expansion: 6, channels: 40, layers: 2, kernel: 5, stride: 2),
    (expansion: 6, channels: 80, layers: 3, kernel: 3, stride: 2),
    (expansion: 6, channels: 112, layers: 3, kernel: 5, stride: 1),
    (expansion: 6, channels: 192, layers: 4, kernel: 5, stride: 2),
    (expansion: 6, channels: 320, layers: 1, kernel: 3, stride: 1),
  ]

  /// How a member of the family differs from B0 (released code of the authors).
  public struct Scaling: Sendable {
    /// Factor of the channels.
    public let width: Double
    /// Factor of the layers of each stage.
    public let depth: Double
    /// Height and width of the images it was scaled for, in pixels.
    public let resolution: Int
    /// The probability of dropout before the classifier.
    public let dropout: Double

    /// Makes a scaling.
    public init(width: Double, depth: Double, resolution: Int, dropout: Double) {
      (self.width, self.depth) = (width, depth)
      (self.resolution, self.dropout) = (resolution, dropout)
    }

    /// B0 to B7.
    public static let published = [
      Scaling(width: 1.0, depth: 1.0, resolution: 224, dropout: 0.2),
      Scaling(width: 1.0, depth: 1.1, resolution: 240, dropout: 0.2),
      Scaling(width: 1.1, depth: 1.2, resolution: 260, dropout: 0.3),
      Scaling(width: 1.2, depth: 1.4, resolution: 300, dropout: 0.3),
      Scaling(width: 1.4, depth: 1.8, resolution: 380, dropout: 0.4),
      Scaling(width: 1.6, depth: 2.2, resolution: 456, dropout: 0.4),
      Scaling(width: 1.8, depth: 2.6, resolution: 528, dropout: 0.5),
      Scaling(width: 2.0, depth: 3.1, resolution: 600, dropout: 0.5),
    ]
  }

  /// Makes a network of any scaling.
  ///
  /// - Parameters:
  ///   - scaling: factors of width and depth, and the dropout.
  ///   - stochasticDepth: the probability that the last block's branch is dropped; it grows linearly
  ///     from 0 at the first.
  ///   - momentum: the normalisations' share of the newest batch.
  ///   - epsilon: added to the normalisations' variances.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public init(
    scaling: Scaling, stochasticDepth: Double = 0.2, momentum: Double = 0.1,
    epsilon: Double = 1e-5, inputChannels: Int = 3, classes: Int = 1000
  ) {
    func scaled(_ channels: Int) -> Int { roundedToEight(Double(channels) * scaling.width) }
    func repeats(_ layers: Int) -> Int { Int((Double(layers) * scaling.depth).rounded(.up)) }
    let norm = (momentum: momentum, epsilon: epsilon)
    let total = Self.stages.reduce(0) { $0 + repeats($1.layers) }
    var channels = scaled(32)
    var layers: [any Layer] = [
      Sequential.convNorm(
        inputChannels, channels, kernel: 3, stride: 2, momentum: momentum, epsilon: epsilon,
        activation: SiLU())
    ]
    var index = 0
    for stage in Self.stages {
      let outputs = scaled(stage.channels)
      var blocks: [any Layer] = []
      for repetition in 0..<repeats(stage.layers) {
        blocks.append(
          MBConv(
            channels, outputs, expansion: stage.expansion, kernel: stage.kernel,
            stride: repetition == 0 ? stage.stride : 1,
            dropProbability: stochasticDepth * Double(index) / Double(total), norm: norm))
        channels = outputs
        index += 1
      }
      layers.append(Sequential(blocks))
    }
    let last = 4 * channels
    layers.append(
      Sequential.convNorm(
        channels, last, kernel: 1, momentum: momentum, epsilon: epsilon, activation: SiLU()))
    features = Sequential(layers)
    let bound = 1 / Double(max(1, classes)).squareRoot()
    let linear = Linear(last, classes, initializer: .uniform(bound: bound))
    linear.bias?.initializer = .zeros
    classifier = Sequential {
      Dropout(scaling.dropout)
      linear
    }
    self.classes = classes
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(pool(features(images))))
  }
}
