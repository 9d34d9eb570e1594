import GradusAutodiff
import GradusLayers

/// AlexNet's accuracy with 50 times fewer parameters (Iandola et al. 2016): Fire modules only.
///
/// State names are torchvision's; a `Sequential` position without parameters is a pooling or a ReLU.
public final class SqueezeNet: Classifier {
  /// Everything up to the last Fire module.
  public let features: Sequential
  /// Dropout, the last 1x1 convolution, ReLU and global average pooling.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int

  private init(features: Sequential, classes: Int) {
    self.features = features
    classifier = Sequential {
      Dropout(0.5)
      Conv2d(512, classes, kernel: 1, initializer: .normal(standardDeviation: 0.01))
      ReLU()
      GlobalAveragePool()
    }
    self.classes = classes
  }

  /// SqueezeNet 1.0 (Table 1); images from 21 pixels up.
  public static func squeezenet10(inputChannels: Int = 3, classes: Int = 1000) -> SqueezeNet {
    let features = Sequential {
      Conv2d(inputChannels, 96, kernel: 7, stride: 2, initializer: Fire.initializer)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
      Fire(96, squeeze: 16, ones: 64, threes: 64)
      Fire(128, squeeze: 16, ones: 64, threes: 64)
      Fire(128, squeeze: 32, ones: 128, threes: 128)
      MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
      Fire(256, squeeze: 32, ones: 128, threes: 128)
      Fire(256, squeeze: 48, ones: 192, threes: 192)
      Fire(384, squeeze: 48, ones: 192, threes: 192)
      Fire(384, squeeze: 64, ones: 256, threes: 256)
      MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
      Fire(512, squeeze: 64, ones: 256, threes: 256)
    }
    return SqueezeNet(features: features, classes: classes)
  }

  /// SqueezeNet 1.1 (the authors' repository): 2.4 times less work; images from 17 pixels up.
  public static func squeezenet11(inputChannels: Int = 3, classes: Int = 1000) -> SqueezeNet {
    let features = Sequential {
      Conv2d(inputChannels, 64, kernel: 3, stride: 2, initializer: Fire.initializer)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
      Fire(64, squeeze: 16, ones: 64, threes: 64)
      Fire(128, squeeze: 16, ones: 64, threes: 64)
      MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
      Fire(128, squeeze: 32, ones: 128, threes: 128)
      Fire(256, squeeze: 32, ones: 128, threes: 128)
      MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
      Fire(256, squeeze: 48, ones: 192, threes: 192)
      Fire(384, squeeze: 48, ones: 192, threes: 192)
      Fire(384, squeeze: 64, ones: 256, threes: 256)
      Fire(512, squeeze: 64, ones: 256, threes: 256)
    }
    return SqueezeNet(features: features, classes: classes)
  }

  /// The smallest images: 21 pixels (1.0) or 17 pixels (1.1), and 35 or 31 where poolings round down.
  public var inputRequirement: InputRequirement {
    InputRequirement(after: features, at: "features")
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(features(images)))
  }
}

/// A 1x1 squeeze, then 1x1 and 3x3 convolutions side by side (Iandola et al. 2016, §3.2).
public final class Fire: Layer {
  /// The 1x1 convolution that narrows.
  public let squeeze: Conv2d
  /// The 1x1 and the 3x3 convolution that widen.
  public let expand1x1: Conv2d, expand3x3: Conv2d

  static let initializer = Initializer.kaimingUniform(fan: .input)

  /// Makes a module from `inputs` to `ones + threes` channels.
  public init(_ inputs: Int, squeeze narrow: Int, ones: Int, threes: Int) {
    squeeze = Conv2d(inputs, narrow, kernel: 1, initializer: Self.initializer)
    expand1x1 = Conv2d(narrow, ones, kernel: 1, initializer: Self.initializer)
    expand3x3 = Conv2d(narrow, threes, kernel: 3, padding: 1, initializer: Self.initializer)
  }

  /// Both expansions, each after a ReLU, side by side along the channels.
  public func forward(_ x: Variable) -> Variable {
    let narrow = squeeze(x).relu()
    return Variable.concatenate([expand1x1(narrow).relu(), expand3x3(narrow).relu()], axis: -1)
  }
}
