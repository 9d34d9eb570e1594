import GradusAutodiff
import GradusLayers

/// VGG (Simonyan and Zisserman 2014): five stages of small convolutions, each ended by pooling.
///
/// 224 by 224 images, of 32 pixels or more; other sizes are averaged to 7 by 7 features. State names
/// are torchvision's.
public final class VGG: Classifier {
  /// The convolutions, activations and poolings.
  public let features: Sequential
  /// The fully connected layers.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int
  /// The smallest images: two pixels must reach the last pooling.
  public let inputRequirement: InputRequirement

  private let avgpool = AdaptiveAveragePool2d(height: 7, width: 7)

  /// A column of the paper's Table 1: for each stage the kernel sizes of its convolutions.
  ///
  /// The stages have 64, 128, 256, 512 and 512 channels.
  struct Configuration {
    let kernels: [[Int]]

    static let a = Configuration(kernels: [[3], [3], [3, 3], [3, 3], [3, 3]])
    static let b = Configuration(kernels: [[3, 3], [3, 3], [3, 3], [3, 3], [3, 3]])
    static let c = Configuration(kernels: [[3, 3], [3, 3], [3, 3, 1], [3, 3, 1], [3, 3, 1]])
    static let d = Configuration(kernels: [[3, 3], [3, 3], [3, 3, 3], [3, 3, 3], [3, 3, 3]])
    static let e = Configuration(
      kernels: [[3, 3], [3, 3], [3, 3, 3, 3], [3, 3, 3, 3], [3, 3, 3, 3]])
    static let lecture16 = Configuration(
      kernels: [[3, 3], [3, 3], [3, 3], [3, 3, 3], [3, 3, 3]])
  }

  /// What normalises, if anything does.
  enum Normalization {
    case none
    case batch
    /// Local response normalisation after the first convolution only.
    case localResponse
  }

  init(
    _ configuration: Configuration, _ normalization: Normalization = .none, inputChannels: Int,
    classes: Int
  ) {
    var inputs = inputChannels
    var layers: [any Layer] = []
    for (kernels, channels) in zip(configuration.kernels, [64, 128, 256, 512, 512]) {
      for kernel in kernels {
        layers.append(Conv2d(inputs, channels, kernel: kernel, padding: kernel / 2))
        if case .batch = normalization { layers.append(BatchNorm(channels)) }
        layers.append(ReLU())
        if case .localResponse = normalization, layers.count == 2 {
          layers.append(LocalResponseNorm())
        }
        inputs = channels
      }
      layers.append(MaxPool2d(kernel: 2))
    }
    features = Sequential(layers)
    classifier = Sequential {
      Linear(flattenedHeight: 7, width: 7, channels: 512, 4096)
      ReLU()
      Dropout(0.5)
      Linear(4096, 4096)
      ReLU()
      Dropout(0.5)
      Linear(4096, classes)
    }
    self.classes = classes
    inputRequirement = InputRequirement(
      minimumSize: 32, limitingLayer: "features.\(layers.count - 1)")
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(avgpool(features(images)).flattened()))
  }
}

extension VGG {
  /// Column A: 11 weight layers.
  public static func vgg11(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.a, inputChannels: inputChannels, classes: classes)
  }

  /// Column A-LRN: local response normalisation after the first convolution.
  public static func vgg11LRN(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.a, .localResponse, inputChannels: inputChannels, classes: classes)
  }

  /// torchvision's column A with batch normalisation.
  public static func vgg11BN(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.a, .batch, inputChannels: inputChannels, classes: classes)
  }

  /// Column B: 13 weight layers.
  public static func vgg13(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.b, inputChannels: inputChannels, classes: classes)
  }

  /// torchvision's column B with batch normalisation.
  public static func vgg13BN(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.b, .batch, inputChannels: inputChannels, classes: classes)
  }

  /// Column C: 16 weight layers, of which the last of stages 3, 4 and 5 is a 1x1 convolution.
  public static func vgg16C(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.c, inputChannels: inputChannels, classes: classes)
  }

  /// Column D: 16 weight layers.
  public static func vgg16(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.d, inputChannels: inputChannels, classes: classes)
  }

  /// torchvision's column D with batch normalisation.
  public static func vgg16BN(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.d, .batch, inputChannels: inputChannels, classes: classes)
  }

  /// The table the lecture calls VGG-16: column D without the third convolution of stage 3, which
  /// leaves 15 weight layers.
  public static func lectureVGG16Table(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.lecture16, inputChannels: inputChannels, classes: classes)
  }

  /// Column E: 19 weight layers.
  public static func vgg19(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.e, inputChannels: inputChannels, classes: classes)
  }

  /// torchvision's column E with batch normalisation.
  public static func vgg19BN(inputChannels: Int = 3, classes: Int = 1000) -> VGG {
    VGG(.e, .batch, inputChannels: inputChannels, classes: classes)
  }
}
