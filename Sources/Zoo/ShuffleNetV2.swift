import GradusAutodiff
import GradusLayers
import GradusTensors

/// ShuffleNet V2 (Ma et al. 2018): channels are split instead of grouped.
///
/// State names are torchvision's.
public final class ShuffleNetV2: Classifier {
  /// The first convolution (3x3, stride 2), normalisation and ReLU.
  public let conv1: Sequential
  /// The units.
  public let stage2: Sequential, stage3: Sequential, stage4: Sequential
  /// The last 1x1 convolution, normalisation and ReLU.
  public let conv5: Sequential
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let maxPool = MaxPool2d(kernel: 3, stride: 2, padding: 1)
  private let pool = GlobalAveragePool()

  private init(outputs: [Int], inputChannels: Int, classes: Int) {
    func stage(_ inputs: Int, _ outputs: Int, repeats: Int) -> Sequential {
      Sequential(
        (0..<repeats).map { index in
          ShuffleNetV2Unit(index == 0 ? inputs : outputs, outputs, stride: index == 0 ? 2 : 1)
        })
    }
    conv1 = .convNorm(inputChannels, 24, kernel: 3, stride: 2, activation: ReLU())
    stage2 = stage(24, outputs[0], repeats: 4)
    stage3 = stage(outputs[0], outputs[1], repeats: 8)
    stage4 = stage(outputs[1], outputs[2], repeats: 4)
    conv5 = .convNorm(outputs[2], outputs[3], kernel: 1, activation: ReLU())
    fc = Linear(outputs[3], classes)
    self.classes = classes
  }

  /// ShuffleNet V2 0.5x (Table 5).
  public static func shufflenetV2x05(inputChannels: Int = 3, classes: Int = 1000) -> ShuffleNetV2 {
    ShuffleNetV2(outputs: [48, 96, 192, 1024], inputChannels: inputChannels, classes: classes)
  }

  /// ShuffleNet V2 1x (Table 5).
  public static func shufflenetV2x10(inputChannels: Int = 3, classes: Int = 1000) -> ShuffleNetV2 {
    ShuffleNetV2(outputs: [116, 232, 464, 1024], inputChannels: inputChannels, classes: classes)
  }

  /// ShuffleNet V2 1.5x (Table 5).
  public static func shufflenetV2x15(inputChannels: Int = 3, classes: Int = 1000) -> ShuffleNetV2 {
    ShuffleNetV2(outputs: [176, 352, 704, 1024], inputChannels: inputChannels, classes: classes)
  }

  /// ShuffleNet V2 2x (Table 5).
  public static func shufflenetV2x20(inputChannels: Int = 3, classes: Int = 1000) -> ShuffleNetV2 {
    ShuffleNetV2(outputs: [244, 488, 976, 2048], inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    let features = stage4(stage3(stage2(maxPool(conv1(images)))))
    return Prediction(logits: fc(pool(conv5(features))))
  }
}

/// Half of the channels pass untouched, the other half go through a bottleneck; then all are
/// shuffled (Ma et al. 2018, Fig. 3c). With stride 2 both halves are made from all channels (3d).
public final class ShuffleNetV2Unit: Layer {
  /// The first half's depthwise and 1x1 convolutions; nil where it passes untouched.
  public let branch1: Sequential?
  /// The second half's 1x1, depthwise and 1x1 convolutions.
  public let branch2: Sequential

  private let shuffle = ChannelShuffle(groups: 2)

  /// Makes a unit; traps when stride is 1 and the channels change.
  public init(_ inputs: Int, _ outputs: Int, stride: Int) {
    precondition(
      stride > 1 || inputs == outputs,
      "ShuffleNetV2Unit: with stride 1 the \(inputs) inputs must be the \(outputs) outputs")
    let half = outputs / 2
    func depthwise(_ channels: Int) -> Conv2d {
      Conv2d(
        channels, channels, kernel: 3, stride: stride, padding: 1, groups: channels, bias: false)
    }
    branch1 =
      stride == 1
      ? nil
      : Sequential {
        depthwise(inputs)
        BatchNorm(inputs)
        Conv2d(inputs, half, kernel: 1, bias: false)
        BatchNorm(half)
        ReLU()
      }
    branch2 = Sequential {
      Conv2d(stride == 1 ? half : inputs, half, kernel: 1, bias: false)
      BatchNorm(half)
      ReLU()
      depthwise(half)
      BatchNorm(half)
      Conv2d(half, half, kernel: 1, bias: false)
      BatchNorm(half)
      ReLU()
    }
  }

  /// Both halves, shuffled.
  public func forward(_ x: Variable) -> Variable {
    let half = x.shape[-1] / 2
    let joined =
      if let branch1 {
        [branch1(x), branch2(x)]
      } else {
        [x.sliced(axis: -1, 0..<half), branch2(x.sliced(axis: -1, half..<2 * half))]
      }
    return shuffle(Variable.concatenate(joined, axis: -1))
  }
}
