import GradusAutodiff
import GradusLayers

/// MobileNetV2 (Sandler et al. 2018): inverted residuals with linear bottlenecks.
///
/// State names are torchvision's.
public final class MobileNetV2: Classifier {
  /// The first convolution, the blocks of Table 2 and the last 1x1 convolution.
  public let features: Sequential
  /// Dropout and the classifier.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()

  /// Table 2: expansion t, channels c, repetitions n and stride s of each stage.
  private static let table = [
    (t: 1, c: 16, n: 1, s: 1),
    (t: 6, c: 24, n: 2, s: 2),
    (t: 6, c: 32, n: 3, s: 2),
    (t: 6, c: 64, n: 4, s: 2),
    (t: 6, c: 96, n: 3, s: 1),
    (t: 6, c: 160, n: 3, s: 2),
    (t: 6, c: 320, n: 1, s: 1),
  ]

  /// Makes a network.
  ///
  /// - Parameters:
  ///   - width: the width multiplier; channels are rounded to multiples of 8.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public init(width: Double = 1, inputChannels: Int = 3, classes: Int = 1000) {
    var channels = roundedToEight(32 * width)
    let last = roundedToEight(1280 * max(1, width))
    var layers: [any Layer] = [
      Sequential.convNorm(inputChannels, channels, kernel: 3, stride: 2, activation: ReLU6())
    ]
    for row in Self.table {
      let outputs = roundedToEight(Double(row.c) * width)
      for repetition in 0..<row.n {
        layers.append(
          InvertedResidual(
            channels, outputs, expansion: row.t, stride: repetition == 0 ? row.s : 1))
        channels = outputs
      }
    }
    layers.append(Sequential.convNorm(channels, last, kernel: 1, activation: ReLU6()))
    features = Sequential(layers)
    classifier = Sequential {
      Dropout(0.2)
      Linear(last, classes, standardDeviation: 0.01)
    }
    self.classes = classes
  }

  /// MobileNetV2 1.0, the paper's baseline.
  public static func mobilenetV2(inputChannels: Int = 3, classes: Int = 1000) -> MobileNetV2 {
    MobileNetV2(inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(pool(features(images))))
  }
}

/// A 1x1 expansion, a 3x3 depthwise convolution and a linear 1x1 projection, with a shortcut between
/// the narrow ends where they have one size (Sandler et al. 2018, Fig. 3b and Table 1).
public final class InvertedResidual: Layer {
  /// The branch.
  public let conv: Sequential
  /// Whether there is a shortcut.
  public let isResidual: Bool

  /// Makes a block; an expansion of 1 has no first convolution.
  public init(_ inputs: Int, _ outputs: Int, expansion: Int, stride: Int) {
    let wide = inputs * expansion
    conv = Sequential {
      if expansion != 1 { Sequential.convNorm(inputs, wide, kernel: 1, activation: ReLU6()) }
      Sequential.convNorm(
        wide, wide, kernel: 3, stride: stride, groups: wide, activation: ReLU6())
      Conv2d(wide, outputs, kernel: 1, bias: false)
      BatchNorm(outputs)
    }
    isResidual = stride == 1 && inputs == outputs
  }

  /// The branch, plus the input where there is a shortcut.
  public func forward(_ x: Variable) -> Variable {
    isResidual ? x + conv(x) : conv(x)
  }
}
