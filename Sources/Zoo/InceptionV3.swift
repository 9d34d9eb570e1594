import GradusAutodiff
import GradusLayers
import GradusTensors

/// Inception-v3 (Szegedy et al. 2015, "Rethinking the Inception architecture", Table 1).
///
/// 299 by 299 images. In training it also returns the logits of an auxiliary head after the last
/// 17x17 module, with loss weight 0.4, which needs the full 299 pixels; in inference 75 are enough.
/// State names are torchvision's `inception_v3`.
public final class InceptionV3: Classifier, Container, TorchvisionInput {
  /// The weight of the auxiliary head's loss (the authors' released code).
  public static let auxiliaryLossWeight = 0.4

  /// The number of classes.
  public let classes: Int
  /// Whether images come normalised as torchvision does it; see `TorchvisionInput`.
  public var transformsInput = false

  private let upTo17x17: [(name: String, layer: any Layer)]
  private let auxiliaryHead: Sequential
  private let from8x8: [(name: String, layer: any Layer)]

  /// Makes the network.
  public init(inputChannels: Int = 3, classes: Int = 1000) {
    upTo17x17 = [
      ("Conv2d_1a_3x3", ConvReLU(inputChannels, 32, kernel: 3, stride: 2)),
      ("Conv2d_2a_3x3", ConvReLU(32, 32, kernel: 3)),
      ("Conv2d_2b_3x3", ConvReLU(32, 64, kernel: 3, padding: 1)),
      ("maxpool1", MaxPool2d(kernel: 3, stride: 2)),
      ("Conv2d_3b_1x1", ConvReLU(64, 80, kernel: 1)),
      ("Conv2d_4a_3x3", ConvReLU(80, 192, kernel: 3)),
      ("maxpool2", MaxPool2d(kernel: 3, stride: 2)),
      ("Mixed_5b", InceptionBranches.a(192, poolProjection: 32)),
      ("Mixed_5c", InceptionBranches.a(256, poolProjection: 64)),
      ("Mixed_5d", InceptionBranches.a(288, poolProjection: 64)),
      ("Mixed_6a", InceptionBranches.b(288)),
      ("Mixed_6b", InceptionBranches.c(768, width: 128)),
      ("Mixed_6c", InceptionBranches.c(768, width: 160)),
      ("Mixed_6d", InceptionBranches.c(768, width: 160)),
      ("Mixed_6e", InceptionBranches.c(768, width: 192)),
    ]
    auxiliaryHead = Sequential(named: [
      ("pool", AveragePool2d(kernel: 5, stride: 3)),
      ("conv0", ConvReLU(768, 128, kernel: 1)),
      ("conv1", ConvReLU(128, 768, kernel: 5)),
      ("avgpool", GlobalAveragePool()),
      ("fc", Linear(768, classes)),
    ])
    from8x8 = [
      ("Mixed_7a", InceptionBranches.d(768)),
      ("Mixed_7b", InceptionBranches.e(1280)),
      ("Mixed_7c", InceptionBranches.e(2048)),
      ("avgpool", GlobalAveragePool()),
      ("dropout", Dropout(0.5)),
      ("fc", Linear(2048, classes)),
    ]
    self.classes = classes
  }

  /// The layers with their state names.
  public var children: [(name: String, module: any Module)] {
    upTo17x17.map { ($0.name, $0.layer) } + [("AuxLogits", auxiliaryHead)]
      + from8x8.map { ($0.name, $0.layer) }
  }

  /// The smallest images in inference.
  public var inputRequirement: InputRequirement {
    InputRequirement(minimumSize: 75, limitingLayer: "Mixed_7a.branch3x3_2")
  }

  /// Logits of images `[n, h, w, inputChannels]`, with those of the auxiliary head in training.
  ///
  /// Traps in training on images of fewer than 299 pixels, of which the head has too few left.
  public func forward(_ images: Variable) -> Prediction {
    let features = upTo17x17.reduce(transformed(images)) { x, next in next.layer(x) }
    var auxiliary: [(logits: Variable, lossWeight: Double)] = []
    if images.mode == .training {
      Tensor.require(
        features.shape[1] >= 17 && features.shape[2] >= 17,
        "InceptionV3: images of \(images.shape[1])x\(images.shape[2]) pixels are too small to train "
          + "on: AuxLogits.conv1 would have no pixel left; use at least 299x299")
      auxiliary = [(auxiliaryHead(features), Self.auxiliaryLossWeight)]
    }
    let logits = from8x8.reduce(features) { x, next in next.layer(x) }
    return Prediction(logits: logits, auxiliary: auxiliary)
  }
}
