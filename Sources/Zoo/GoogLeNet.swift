import GradusAutodiff
import GradusLayers

/// GoogLeNet, or Inception-v1 (Szegedy et al. 2014, Table 1).
///
/// In training it also returns the logits of two auxiliary heads, after 4a and 4d, each with loss
/// weight 0.3, unless it was made without them. 224 by 224 images; state names are torchvision's.
public final class GoogLeNet: Classifier {
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
  /// The smallest images.
  public let inputRequirement: InputRequirement

  private let maxpool1 = MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
  private let maxpool2 = MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
  private let maxpool3 = MaxPool2d(kernel: 3, stride: 2, roundsUp: true)
  private let maxpool4: MaxPool2d
  private let localResponse1: LocalResponseNorm?, localResponse2: LocalResponseNorm?
  private let pool = GlobalAveragePool()
  private let dropout: Dropout

  private init(
    _ style: Inception.Style, auxiliaryHeads: Bool, inputChannels: Int, classes: Int
  ) {
    let normalized = style == .torchvision
    let localResponse = { normalized ? nil : LocalResponseNorm(alpha: 1e-4, k: 1) }
    conv1 = ConvReLU(
      inputChannels, 64, kernel: 7, stride: 2, padding: 3, normalized: normalized)
    (localResponse1, localResponse2) = (localResponse(), localResponse())
    conv2 = ConvReLU(64, 64, kernel: 1, normalized: normalized)
    conv3 = ConvReLU(64, 192, kernel: 3, padding: 1, normalized: normalized)
    inception3a = Inception(192, 64, 96, 128, 16, 32, 32, style: style)
    inception3b = Inception(256, 128, 128, 192, 32, 96, 64, style: style)
    inception4a = Inception(480, 192, 96, 208, 16, 48, 64, style: style)
    inception4b = Inception(512, 160, 112, 224, 24, 64, 64, style: style)
    inception4c = Inception(512, 128, 128, 256, 24, 64, 64, style: style)
    inception4d = Inception(512, 112, 144, 288, 32, 64, 64, style: style)
    inception4e = Inception(528, 256, 160, 320, 32, 128, 128, style: style)
    maxpool4 = MaxPool2d(kernel: normalized ? 2 : 3, stride: 2, roundsUp: true)
    inception5a = Inception(832, 256, 160, 320, 32, 128, 128, style: style)
    inception5b = Inception(832, 384, 192, 384, 48, 128, 128, style: style)
    aux1 = auxiliaryHeads ? AuxiliaryHead(512, classes: classes, style: style) : nil
    aux2 = auxiliaryHeads ? AuxiliaryHead(528, classes: classes, style: style) : nil
    dropout = Dropout(normalized ? 0.2 : 0.4)
    fc = Linear(1024, classes)
    self.classes = classes
    inputRequirement =
      normalized
      ? InputRequirement(minimumSize: 15, limitingLayer: "maxpool3")
      : InputRequirement(minimumSize: 79, limitingLayer: "aux1.pool")
  }

  /// Logits of images `[n, h, w, inputChannels]`, with those of both auxiliary heads in training.
  public func forward(_ images: Variable) -> Prediction {
    var x = maxpool1(conv1(images))
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
  public static func paper(inputChannels: Int = 3, classes: Int = 1000) -> GoogLeNet {
    GoogLeNet(.paper, auxiliaryHeads: true, inputChannels: inputChannels, classes: classes)
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
