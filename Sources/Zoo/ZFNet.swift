import GradusAutodiff
import GradusLayers

/// ZFNet (Zeiler and Fergus 2013, Fig. 3): AlexNet with a smaller and denser first convolution.
///
/// 224 by 224 images, of 53 pixels or more; other sizes are averaged to 6 by 6 features. The
/// paddings are those that give the figure's 110, 55, 26, 13 and 6 pixels.
public final class ZFNet: Classifier {
  /// The convolutions, activations, normalisations and poolings.
  public let features: Sequential
  /// The fully connected layers.
  public let classifier: Sequential
  /// The number of classes.
  public let classes: Int

  private let avgpool = AdaptiveAveragePool2d(height: 6, width: 6)

  /// Makes a net whose third, fourth and fifth convolution have the given widths.
  private init(_ third: Int, _ fourth: Int, _ fifth: Int, inputChannels: Int, classes: Int) {
    features = Sequential {
      Conv2d(inputChannels, 96, kernel: 7, stride: 2, padding: 1)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2, padding: 1)
      LocalResponseNorm()
      Conv2d(96, 256, kernel: 5, stride: 2)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2, padding: 1)
      LocalResponseNorm()
      Conv2d(256, third, kernel: 3, padding: 1)
      ReLU()
      Conv2d(third, fourth, kernel: 3, padding: 1)
      ReLU()
      Conv2d(fourth, fifth, kernel: 3, padding: 1)
      ReLU()
      MaxPool2d(kernel: 3, stride: 2)
    }
    classifier = .fullyConnected(height: 6, width: 6, channels: fifth, classes: classes)
    self.classes = classes
  }

  /// The smallest images: three pixels must reach the last pooling.
  public var inputRequirement: InputRequirement {
    InputRequirement(minimumSize: 53, limitingLayer: "features.14")
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(avgpool(features(images)).flattened()))
  }

  /// The paper's net (Fig. 3).
  public static func paper(inputChannels: Int = 3, classes: Int = 1000) -> ZFNet {
    ZFNet(384, 384, 256, inputChannels: inputChannels, classes: classes)
  }

  /// The wider net of the lecture and of the paper's Table 2 (b).
  public static func lecture(inputChannels: Int = 3, classes: Int = 1000) -> ZFNet {
    ZFNet(512, 1024, 512, inputChannels: inputChannels, classes: classes)
  }
}
