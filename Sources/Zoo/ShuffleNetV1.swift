import GradusAutodiff
import GradusLayers
import GradusTensors

/// ShuffleNet (Zhang et al. 2017): grouped 1x1 convolutions whose channels are shuffled.
///
/// State names are those of the authors' released code.
public final class ShuffleNetV1: Classifier {
  /// The first convolution (3x3, stride 2), normalisation and ReLU.
  public let firstConv: Sequential
  /// The units of stages 2, 3 and 4.
  public let features: Sequential
  /// The classifier.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int

  private let maxPool = MaxPool2d(kernel: 3, stride: 2, padding: 1)
  private let pool = GlobalAveragePool()

  /// Output channels of stage 2 for each number of groups (Table 1); stages 3 and 4 double them.
  static let stage2Outputs = [1: 144, 2: 200, 3: 240, 4: 272, 8: 384]

  /// The order in which channels are shuffled.
  enum ShuffleOrder {
    /// Groups by channels, transposed (§3.1).
    case paper
    /// Channels by groups, transposed: the inverse.
    case released
  }

  private init(
    groups: Int, order: ShuffleOrder, classifierBias: Bool, inputChannels: Int, classes: Int
  ) {
    guard let stage2 = Self.stage2Outputs[groups] else {
      preconditionFailure(
        "ShuffleNetV1: the paper has 1, 2, 3, 4 or 8 groups, not \(groups)")
    }
    firstConv = Sequential {
      Conv2d(inputChannels, 24, kernel: 3, stride: 2, padding: 1, bias: false)
      BatchNorm(24)
      ReLU()
    }
    var channels = 24
    var units: [any Layer] = []
    for (outputs, repeats) in [(stage2, 4), (2 * stage2, 8), (4 * stage2, 4)] {
      for index in 0..<repeats {
        units.append(
          ShuffleNetV1Unit(
            channels, outputs, groups: groups, isFirst: units.isEmpty,
            stride: index == 0 ? 2 : 1, order: order))
        channels = outputs
      }
    }
    features = Sequential(units)
    classifier = Sequential {
      Linear(
        channels, classes, bias: classifierBias, initializer: .normal(standardDeviation: 0.01))
    }
    self.classes = classes
  }

  /// ShuffleNet 1x of Table 1; traps unless `groups` is 1, 2, 3, 4 or 8.
  public static func shufflenetV1(
    groups: Int, inputChannels: Int = 3, classes: Int = 1000
  ) -> ShuffleNetV1 {
    ShuffleNetV1(
      groups: groups, order: .paper, classifierBias: true, inputChannels: inputChannels,
      classes: classes)
  }

  /// ShuffleNet 1x as the authors released it (with 3 and 8 groups): it shuffles by the inverse
  /// permutation and its classifier has no bias.
  public static func released(
    groups: Int, inputChannels: Int = 3, classes: Int = 1000
  ) -> ShuffleNetV1 {
    ShuffleNetV1(
      groups: groups, order: .released, classifierBias: false, inputChannels: inputChannels,
      classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(pool(features(maxPool(firstConv(images))))))
  }
}

/// A bottleneck of grouped 1x1 convolutions around a depthwise 3x3 one (Zhang et al. 2017, Fig. 2).
///
/// With stride 2 the shortcut is average pooling, and the two are joined instead of added.
///
/// The shuffle stands behind the depthwise convolution, as in the released code; since that treats
/// each channel by itself, this is Fig. 2's unit with the depthwise filters in another order. Its ReLU
/// stands before the concatenation, not behind: pooled results of a ReLU are not negative.
public final class ShuffleNetV1Unit: Layer, Container {
  /// The grouped 1x1 convolution and the depthwise one; the second grouped 1x1 convolution.
  public var children: [(name: String, module: any Module)] {
    [("branch_main_1", branchMain1), ("branch_main_2", branchMain2)]
  }

  private let branchMain1: Sequential, branchMain2: Sequential
  private let shuffle: ChannelShuffle?
  private let shortcut: AveragePool2d?

  init(
    _ inputs: Int, _ outputs: Int, groups: Int, isFirst: Bool, stride: Int,
    order: ShuffleNetV1.ShuffleOrder
  ) {
    // §3.2: a quarter of the unit's output channels; no groups where there are few inputs.
    let narrow = outputs / 4
    let branchOutputs = stride == 1 ? outputs : outputs - inputs
    branchMain1 = Sequential {
      Conv2d(inputs, narrow, kernel: 1, groups: isFirst ? 1 : groups, bias: false)
      BatchNorm(narrow)
      ReLU()
      Conv2d(narrow, narrow, kernel: 3, stride: stride, padding: 1, groups: narrow, bias: false)
      BatchNorm(narrow)
    }
    branchMain2 = Sequential {
      Conv2d(narrow, branchOutputs, kernel: 1, groups: groups, bias: false)
      BatchNorm(branchOutputs)
    }
    shuffle =
      groups == 1
      ? nil : ChannelShuffle(groups: order == .paper ? groups : narrow / groups)
    shortcut = stride == 1 ? nil : AveragePool2d(kernel: 3, stride: 2, padding: 1)
  }

  /// Branch and shortcut, added or joined.
  public func forward(_ x: Variable) -> Variable {
    let narrow = branchMain1(x)
    let branch = branchMain2(shuffle?(narrow) ?? narrow)
    guard let shortcut else { return (x + branch).relu() }
    return Variable.concatenate([shortcut(x), branch.relu()], axis: -1)
  }
}
