import GradusAutodiff
import GradusLayers

/// MnasNet-B1 (Tan et al. 2018, Table 1): the searched network without squeeze and excitation.
///
/// State names are torchvision's (`mnasnet1_0`).
public final class MnasNetB1: Classifier {
  /// Everything up to the last ReLU.
  public let layers: Sequential
  /// Dropout and the classifier.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()

  /// TensorFlow's decay 0.9997, per step of the authors' training.
  static let momentum = 1 - 0.9997

  /// Makes the network of depth multiplier 1.
  public init(inputChannels: Int = 3, classes: Int = 1000) {
    func norm(_ channels: Int) -> BatchNorm { BatchNorm(channels, momentum: Self.momentum) }
    func stack(
      _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, expansion: Int, repeats: Int
    ) -> Sequential {
      Sequential(
        (0..<repeats).map { index in
          MnasNetB1Block(
            index == 0 ? inputs : outputs, outputs, kernel: kernel,
            stride: index == 0 ? stride : 1, expansion: expansion)
        })
    }
    layers = Sequential {
      Conv2d(inputChannels, 32, kernel: 3, stride: 2, padding: 1, bias: false)
      norm(32)
      ReLU()
      Conv2d(32, 32, kernel: 3, padding: 1, groups: 32, bias: false)
      norm(32)
      ReLU()
      Conv2d(32, 16, kernel: 1, bias: false)
      norm(16)
      stack(16, 24, kernel: 3, stride: 2, expansion: 3, repeats: 3)
      stack(24, 40, kernel: 5, stride: 2, expansion: 3, repeats: 3)
      stack(40, 80, kernel: 5, stride: 2, expansion: 6, repeats: 3)
      stack(80, 96, kernel: 3, stride: 1, expansion: 6, repeats: 2)
      stack(96, 192, kernel: 5, stride: 2, expansion: 6, repeats: 4)
      stack(192, 320, kernel: 3, stride: 1, expansion: 6, repeats: 1)
      Conv2d(320, 1280, kernel: 1, bias: false)
      norm(1280)
      ReLU()
    }
    let linear = Linear(1280, classes, initializer: .kaimingUniform(fan: .output, gain: 1))
    linear.bias?.initializer = .zeros
    classifier = Sequential {
      Dropout(0.2)
      linear
    }
    self.classes = classes
  }

  /// MnasNet-B1 1.0.
  public static func mnasnet10(inputChannels: Int = 3, classes: Int = 1000) -> MnasNetB1 {
    MnasNetB1(inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]` of any size; training batches of one need more
  /// than 32 pixels.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(pool(layers(images))))
  }
}

/// A 1x1 expansion, a depthwise convolution and a linear projection with ReLUs between.
public final class MnasNetB1Block: Layer {
  /// The branch.
  public let layers: Sequential
  /// Whether there is a shortcut.
  public let isResidual: Bool

  /// Makes a block; the depthwise convolution carries the stride.
  public init(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, expansion: Int) {
    let wide = inputs * expansion
    let momentum = MnasNetB1.momentum
    layers = Sequential {
      Conv2d(inputs, wide, kernel: 1, bias: false)
      BatchNorm(wide, momentum: momentum)
      ReLU()
      Conv2d(
        wide, wide, kernel: kernel, stride: stride, padding: kernel / 2, groups: wide, bias: false)
      BatchNorm(wide, momentum: momentum)
      ReLU()
      Conv2d(wide, outputs, kernel: 1, bias: false)
      BatchNorm(outputs, momentum: momentum)
    }
    isResidual = stride == 1 && inputs == outputs
  }

  /// The branch, plus the input where there is a shortcut.
  public func forward(_ x: Variable) -> Variable {
    isResidual ? layers(x) + x : layers(x)
  }
}
