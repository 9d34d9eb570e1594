import GradusAutodiff
import GradusLayers
import GradusTensors

/// GoogLeNet, or Inception-v1 (Szegedy et al. 2014, Table 1).
///
/// In training it also returns the logits of two auxiliary heads, after 4a and 4d, each with loss
/// weight 0.3, unless it was made without them. 224 by 224 images; state names are torchvision's.
public final class GoogLeNet: Classifier, TorchvisionInput {
  /// The stem's convolutions.
  public let conv1: ConvReLU, conv2: ConvReLU, conv3: ConvReLU
  /// The modules on 28 by 28 pixels.
  public let inception3a: Inception, inception3b: Inception
  /// The first modules on 14 by 14 pixels.
  public let inception4a: Inception, inception4b: Inception, inception4c: Inception
  /// The last modules on 14 by 14 pixels.
  public let inception4d: Inception, inception4e: Inception
  /// The modules on 7 by 7 pixels.
  public let inception5a: Inception, inception5b: Inception
  /// The heads after 4a and 4d; nil in a network without them.
  public let aux1: AuxiliaryHead?, aux2: AuxiliaryHead?
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int
  /// Whether images come normalised as torchvision does it; see `TorchvisionInput`.
  public var transformsInput = false

  private let maxpool1 = MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
  private let maxpool2 = MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
  private let maxpool3 = MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
  private let maxpool4: MaxPool2d
  private let localResponse1: LocalResponseNorm?, localResponse2: LocalResponseNorm?
  private let pool = GlobalAveragePool()
  private let dropout: Dropout

  private init(
    _ style: Inception.Style, width: Double = 1, auxiliaryHeads: Bool, inputChannels: Int,
    classes: Int
  ) {
    precondition(width > 0, "GoogLeNet: the width must be above 0, not \(width)")
    let normalized = style == .torchvision
    func scaled(_ channels: Int) -> Int { max(1, Int((Double(channels) * width).rounded())) }
    // The channels so far: what a module concatenates, which rounding may shift.
    var channels = scaled(192)
    func inception(_ columns: Int...) -> Inception {
      let own = columns.map(scaled)
      defer { channels = own[0] + own[2] + own[4] + own[5] }
      return Inception(channels, own[0], own[1], own[2], own[3], own[4], own[5], style: style)
    }
    func head() -> AuxiliaryHead? {
      auxiliaryHeads
        ? AuxiliaryHead(
          channels, reduced: scaled(128), hidden: scaled(1024), classes: classes, style: style)
        : nil
    }
    let localResponse = { normalized ? nil : LocalResponseNorm(alpha: 1e-4, k: 1) }
    conv1 = ConvReLU(
      inputChannels, scaled(64), kernel: 7, stride: 2, padding: 3, normalized: normalized)
    (localResponse1, localResponse2) = (localResponse(), localResponse())
    conv2 = ConvReLU(scaled(64), scaled(64), kernel: 1, normalized: normalized)
    conv3 = ConvReLU(
      scaled(64), scaled(192), kernel: 3, padding: 1, normalized: normalized)
    inception3a = inception(64, 96, 128, 16, 32, 32)
    inception3b = inception(128, 128, 192, 32, 96, 64)
    inception4a = inception(192, 96, 208, 16, 48, 64)
    aux1 = head()
    inception4b = inception(160, 112, 224, 24, 64, 64)
    inception4c = inception(128, 128, 256, 24, 64, 64)
    inception4d = inception(112, 144, 288, 32, 64, 64)
    aux2 = head()
    inception4e = inception(256, 160, 320, 32, 128, 128)
    maxpool4 = MaxPool2d(kernel: normalized ? 2 : 3, stride: 2, roundsUp: true)
    inception5a = inception(256, 160, 320, 32, 128, 128)
    inception5b = inception(384, 192, 384, 48, 128, 128)
    dropout = Dropout(normalized ? 0.2 : 0.4)
    fc = Linear(channels, classes)
    self.classes = classes
  }

  /// The smallest images: those of which the heads' pooling, or the last one, leaves a pixel.
  public var inputRequirement: InputRequirement {
    let last: (String, any Windowed) =
      aux1?.pool.map { ("aux1.pool", $0) } ?? ("maxpool4", maxpool4)
    return InputRequirement(
      after: [
        ("conv1.conv", conv1.conv), ("maxpool1", maxpool1), ("maxpool2", maxpool2),
        ("maxpool3", maxpool3), last,
      ])
  }

  /// Logits of images `[n, h, w, inputChannels]`, with those of both auxiliary heads in training.
  public func forward(_ images: Variable) -> Prediction {
    var x = maxpool1(conv1(transformed(images)))
    x = conv3(conv2(localResponse1?(x) ?? x))
    x = maxpool2(localResponse2?(x) ?? x)
    x = maxpool3(inception3b(inception3a(x)))
    let after4a = inception4a(x)
    let after4d = inception4d(inception4c(inception4b(after4a)))
    x = maxpool4(inception4e(after4d))
    x = inception5b(inception5a(x))
    let heads = images.mode == .inference ? [] : [(aux1, after4a), (aux2, after4d)]
    return Prediction(
      logits: fc(dropout(pool(x))),
      auxiliary: heads.compactMap { head, features in
        head.map { ($0(features), AuxiliaryHead.lossWeight) }
      })
  }

  /// The paper's net: biases, local response normalisation in the stem, 5x5 convolutions; images of
  /// 79 pixels or more.
  ///
  /// - Parameters:
  ///   - auxiliaryHeads: whether there are the two heads.
  ///   - width: the share of the paper's channels, in every layer; 1 is the paper's.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public static func paper(
    auxiliaryHeads: Bool = true, width: Double = 1, inputChannels: Int = 3, classes: Int = 1000
  ) -> GoogLeNet {
    GoogLeNet(
      .paper, width: width, auxiliaryHeads: auxiliaryHeads, inputChannels: inputChannels,
      classes: classes)
  }

  /// torchvision's `googlenet`: batch normalisation, 3x3 instead of 5x5 convolutions, a last pooling
  /// of 2x2; images of 15 pixels or more. `auxiliaryHeads` is its `aux_logits`.
  public static func torchvision(
    auxiliaryHeads: Bool = true, inputChannels: Int = 3, classes: Int = 1000
  ) -> GoogLeNet {
    GoogLeNet(
      .torchvision, auxiliaryHeads: auxiliaryHeads, inputChannels: inputChannels, classes: classes)
  }
}
