import GradusAutodiff
import GradusLayers

/// Inception-ResNet-v2 (Szegedy et al. 2016, Fig. 15): Inception modules with shortcuts.
///
/// The residuals are scaled down before they are added (§3.3). Follows the authors' released code,
/// whose stem is Inception-v3's and which has one 35x35 module without a shortcut; state names are
/// timm's.
public final class InceptionResNetV2: Classifier, Container {
  /// All parts with their names.
  public let children: [(name: String, module: any Module)]
  /// The number of classes.
  public let classes: Int
  /// Images from 75 pixels up; 299 in the paper.
  public let inputRequirement = InputRequirement(
    minimumSize: 75, limitingLayer: "mixed_7a.branch0.1.conv")

  private let features: [(name: String, layer: any Layer)]
  private let classif: Linear
  private let pool = GlobalAveragePool()
  private let dropout = Dropout(0.2)

  /// Makes the network.
  public init(inputChannels: Int = 3, classes: Int = 1000) {
    features = [
      ("conv2d_1a", InceptionConv(inputChannels, 32, kernel: 3, stride: 2, valid: true)),
      ("conv2d_2a", InceptionConv(32, 32, kernel: 3, valid: true)),
      ("conv2d_2b", InceptionConv(32, 64, kernel: 3)),
      ("maxpool_3a", MaxPool2d(kernel: 3, stride: 2)),
      ("conv2d_3b", InceptionConv(64, 80, kernel: 1)),
      ("conv2d_4a", InceptionConv(80, 192, kernel: 3, valid: true)),
      ("maxpool_5a", MaxPool2d(kernel: 3, stride: 2)),
      ("mixed_5b", Self.mixed5b()),
      ("repeat", Sequential((0..<10).map { _ in Self.block35() })),
      ("mixed_6a", Self.mixed6a()),
      ("repeat_1", Sequential((0..<20).map { _ in Self.block17() })),
      ("mixed_7a", Self.mixed7a()),
      ("repeat_2", Sequential((0..<9).map { _ in Self.block8(scale: 0.2, isLinear: false) })),
      ("block8", Self.block8(scale: 1, isLinear: true)),
      ("conv2d_7b", InceptionConv(2080, 1536, kernel: 1)),
    ]
    classif = Linear(1536, classes)
    children =
      features.map { ($0.name, $0.layer) } + [("head_drop", dropout), ("classif", classif)]
    self.classes = classes
  }

  /// Inception-ResNet-v2.
  public static func inceptionResNetV2(
    inputChannels: Int = 3, classes: Int = 1000
  ) -> InceptionResNetV2 {
    InceptionResNetV2(inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    let maps = features.reduce(images) { $1.layer($0) }
    return Prediction(logits: classif(dropout(pool(maps))))
  }
}
