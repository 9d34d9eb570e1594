import GradusAutodiff
import GradusLayers

/// MobileNetV3 (Howard et al. 2019): a searched network with squeeze and excitation and hard swish.
///
/// State names are torchvision's.
public final class MobileNetV3: Classifier {
  /// The first convolution, the blocks of Table 1 or 2 and the last 1x1 convolution.
  public let features: Sequential
  /// The hidden layer, hard swish, dropout and the classifier.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()

  /// A row of the paper's Table 1 or 2: a bottleneck block.
  typealias Row = (
    kernel: Int, expanded: Int, outputs: Int, squeezes: Bool, activation: Nonlinearity, stride: Int
  )

  /// The column NL of the tables.
  enum Nonlinearity {
    case relu, hardSwish

    var layer: any Layer { self == .relu ? ReLU() : HardSwish() }
  }

  private init(_ rows: [Row], hidden: Int, inputChannels: Int, classes: Int) {
    var channels = 16
    var layers: [any Layer] = [
      Sequential.convNorm(
        inputChannels, channels, kernel: 3, stride: 2, momentum: 0.01, epsilon: 1e-3,
        activation: HardSwish())
    ]
    for row in rows {
      layers.append(MobileNetV3Block(channels, row))
      channels = row.outputs
    }
    let last = 6 * channels
    layers.append(
      Sequential.convNorm(
        channels, last, kernel: 1, momentum: 0.01, epsilon: 1e-3, activation: HardSwish()))
    features = Sequential(layers)
    classifier = Sequential {
      Linear(last, hidden, standardDeviation: 0.01)
      HardSwish()
      Dropout(0.2)
      Linear(hidden, classes, standardDeviation: 0.01)
    }
    self.classes = classes
  }

  /// MobileNetV3-Large (Table 1).
  public static func mobilenetV3Large(inputChannels: Int = 3, classes: Int = 1000) -> MobileNetV3 {
    MobileNetV3(
      [
        (3, 16, 16, false, .relu, 1),
        (3, 64, 24, false, .relu, 2),
        (3, 72, 24, false, .relu, 1),
        (5, 72, 40, true, .relu, 2),
        (5, 120, 40, true, .relu, 1),
        (5, 120, 40, true, .relu, 1),
        (3, 240, 80, false, .hardSwish, 2),
        (3, 200, 80, false, .hardSwish, 1),
        (3, 184, 80, false, .hardSwish, 1),
        (3, 184, 80, false, .hardSwish, 1),
        (3, 480, 112, true, .hardSwish, 1),
        (3, 672, 112, true, .hardSwish, 1),
        (5, 672, 160, true, .hardSwish, 2),
        (5, 960, 160, true, .hardSwish, 1),
        (5, 960, 160, true, .hardSwish, 1),
      ], hidden: 1280, inputChannels: inputChannels, classes: classes)
  }

  /// MobileNetV3-Small (Table 2).
  public static func mobilenetV3Small(inputChannels: Int = 3, classes: Int = 1000) -> MobileNetV3 {
    MobileNetV3(
      [
        (3, 16, 16, true, .relu, 2),
        (3, 72, 24, false, .relu, 2),
        (3, 88, 24, false, .relu, 1),
        (5, 96, 40, true, .hardSwish, 2),
        (5, 240, 40, true, .hardSwish, 1),
        (5, 240, 40, true, .hardSwish, 1),
        (5, 120, 48, true, .hardSwish, 1),
        (5, 144, 48, true, .hardSwish, 1),
        (5, 288, 96, true, .hardSwish, 2),
        (5, 576, 96, true, .hardSwish, 1),
        (5, 576, 96, true, .hardSwish, 1),
      ], hidden: 1024, inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(pool(features(images))))
  }
}

/// MobileNetV2's block with squeeze and excitation inside (Howard et al. 2019, Fig. 4).
public final class MobileNetV3Block: Layer {
  /// The branch.
  public let block: Sequential
  /// Whether there is a shortcut.
  public let isResidual: Bool

  init(_ inputs: Int, _ row: MobileNetV3.Row) {
    let wide = row.expanded
    func convNorm(
      _ inputs: Int, _ outputs: Int, kernel: Int = 1, stride: Int = 1, groups: Int = 1,
      _ activation: (any Layer)?
    ) -> Sequential {
      .convNorm(
        inputs, outputs, kernel: kernel, stride: stride, groups: groups, momentum: 0.01,
        epsilon: 1e-3, activation: activation)
    }
    block = Sequential {
      if wide != inputs { convNorm(inputs, wide, row.activation.layer) }
      convNorm(
        wide, wide, kernel: row.kernel, stride: row.stride, groups: wide, row.activation.layer)
      if row.squeezes {
        // §5.3: a quarter of the expanded width.
        SqueezeExcitation(wide, squeezed: roundedToEight(Double(wide / 4)), gate: HardSigmoid())
      }
      convNorm(wide, row.outputs, nil)
    }
    isResidual = row.stride == 1 && inputs == row.outputs
  }

  /// The branch, plus the input where there is a shortcut.
  public func forward(_ x: Variable) -> Variable {
    isResidual ? x + block(x) : block(x)
  }
}
