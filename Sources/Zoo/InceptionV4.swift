import GradusAutodiff
import GradusLayers

/// Inception-v4 (Szegedy et al. 2016, Fig. 9): the pure Inception variant.
///
/// State names are timm's.
public final class InceptionV4: Classifier {
  /// The stem and all modules.
  public let features: Sequential
  /// The classifier.
  public let lastLinear: Linear
  /// The number of classes.
  public let classes: Int
  /// Images from 75 pixels up; 299 in the paper.
  public let inputRequirement = InputRequirement(
    minimumSize: 75, limitingLayer: "features.18.branch0.1.conv")

  private let pool = GlobalAveragePool()
  private let dropout = Dropout(0.2)

  /// Makes the network.
  public init(inputChannels: Int = 3, classes: Int = 1000) {
    features = Sequential {
      InceptionConv(inputChannels, 32, kernel: 3, stride: 2, valid: true)
      InceptionConv(32, 32, kernel: 3, valid: true)
      InceptionConv(32, 64, kernel: 3)
      Self.stemPoolOrConv()
      Self.stemFactorized()
      Self.stemConvOrPool()
      for _ in 0..<4 { Self.inceptionA() }
      Self.reductionA()
      for _ in 0..<7 { Self.inceptionB() }
      Self.reductionB()
      for _ in 0..<3 { InceptionV4C() }
    }
    lastLinear = Linear(1536, classes)
    self.classes = classes
  }

  /// Inception-v4.
  public static func inceptionV4(inputChannels: Int = 3, classes: Int = 1000) -> InceptionV4 {
    InceptionV4(inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: lastLinear(dropout(pool(features(images)))))
  }
}
