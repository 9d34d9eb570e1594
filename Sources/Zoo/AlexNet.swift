import GradusAutodiff
import GradusLayers

/// AlexNet: five convolutions and three fully connected layers.
///
/// Two papers describe it: Krizhevsky et al. 2012, with two groups and response normalisation, and
/// Krizhevsky 2014 ("One weird trick"), a narrower net for one GPU without either, which is
/// torchvision's. Images of other than the published size are averaged to the 6 by 6 features that
/// the classifier takes; at the published size that changes nothing.
public final class AlexNet: Classifier {
  /// The convolutions, activations, normalisations and poolings.
  public let features: Sequential
  /// The fully connected layers.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int
  /// The smallest images: three pixels must reach the last pooling.
  public let inputRequirement: InputRequirement

  private let avgpool = AdaptiveAveragePool2d(height: 6, width: 6)

  private init(features: [any Layer], minimumSize: Int, classes: Int) {
    self.features = Sequential(features)
    classifier = .fullyConnected(height: 6, width: 6, channels: 256, classes: classes)
    self.classes = classes
    inputRequirement = InputRequirement(
      minimumSize: minimumSize, limitingLayer: "features.\(features.count - 1)")
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(avgpool(features(images)).flattened()))
  }

  /// The paper's net (Krizhevsky et al. 2012, §3.5): second, fourth and fifth convolution in two
  /// groups, response normalisation before pooling; 227 by 227 images, of 67 pixels or more.
  public static func paper(inputChannels: Int = 3, classes: Int = 1000) -> AlexNet {
    krizhevsky2012(groups: 2, inputChannels, classes)
  }

  /// The paper's net as if it had been trained on one GPU: no groups.
  public static func paperUngrouped(inputChannels: Int = 3, classes: Int = 1000) -> AlexNet {
    krizhevsky2012(groups: 1, inputChannels, classes)
  }

  private static func krizhevsky2012(
    groups: Int, _ inputChannels: Int, _ classes: Int
  ) -> AlexNet {
    let layers = Sequential {
      Conv2d(inputChannels, 96, kernel: 11, stride: 4)
      ReLU()
      LocalResponseNorm()
      MaxPool2d(kernel: 3, stride: 2)
      Conv2d(96, 256, kernel: 5, padding: 2, groups: groups)
      ReLU()
      LocalResponseNorm()
      MaxPool2d(kernel: 3, stride: 2)
      Conv2d(256, 384, kernel: 3, padding: 1)
      ReLU()
      Conv2d(384, 384, kernel: 3, padding: 1, groups: groups)
      ReLU()
      Conv2d(384, 256, kernel: 3, padding: 1, groups: groups)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2)
    }.layers
    return AlexNet(features: layers, minimumSize: 67, classes: classes)
  }

  /// torchvision's `alexnet`, the net of "One weird trick" (Krizhevsky 2014): 224 by 224 images, of
  /// 63 pixels or more. The lecture draws the same net with 227 by 227 images.
  public static func torchvision(inputChannels: Int = 3, classes: Int = 1000) -> AlexNet {
    let layers = Sequential {
      Conv2d(inputChannels, 64, kernel: 11, stride: 4, padding: 2)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2)
      Conv2d(64, 192, kernel: 5, padding: 2)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2)
      Conv2d(192, 384, kernel: 3, padding: 1)
      ReLU()
      Conv2d(384, 256, kernel: 3, padding: 1)
      ReLU()
      Conv2d(256, 256, kernel: 3, padding: 1)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2)
    }.layers
    return AlexNet(features: layers, minimumSize: 63, classes: classes)
  }
}

extension Sequential {
  /// Two hidden layers of 4096 with dropout before each, and the classifier.
  static func fullyConnected(
    height: Int, width: Int, channels: Int, classes: Int
  ) -> Sequential {
    Sequential {
      Dropout(0.5)
      Linear(flattenedHeight: height, width: width, channels: channels, 4096)
      ReLU()
      Dropout(0.5)
      Linear(4096, 4096)
      ReLU()
      Linear(4096, classes)
    }
  }
}

extension Variable {
  /// All axes but the first joined: `[n, h, w, c]` to `[n, h w c]`.
  func flattened() -> Variable { reshaped(to: [shape[0], -1]) }
}
