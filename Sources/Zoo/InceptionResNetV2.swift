import Autodiff
import Layers

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

extension InceptionResNetV2 {
  /// The first 35x35 module, without a shortcut: 320 channels.
  private static func mixed5b() -> Concatenate {
    Concatenate(named: [
      ("branch0", InceptionConv(192, 96, kernel: 1)),
      (
        "branch1",
        Sequential {
          InceptionConv(192, 48, kernel: 1)
          InceptionConv(48, 64, kernel: 5)
        }
      ),
      (
        "branch2",
        Sequential {
          InceptionConv(192, 64, kernel: 1)
          InceptionConv(64, 96, kernel: 3)
          InceptionConv(96, 96, kernel: 3)
        }
      ),
      (
        "branch3",
        Sequential {
          AveragePool2d(kernel: 3, stride: 1, padding: 1, countIncludePad: false)
          InceptionConv(192, 64, kernel: 1)
        }
      ),
    ])
  }

  /// Fig. 16: the 35x35 module.
  private static func block35() -> InceptionResidual {
    InceptionResidual(
      320, joined: 128, scale: 0.17,
      branches: [
        InceptionConv(320, 32, kernel: 1),
        Sequential {
          InceptionConv(320, 32, kernel: 1)
          InceptionConv(32, 32, kernel: 3)
        },
        Sequential {
          InceptionConv(320, 32, kernel: 1)
          InceptionConv(32, 48, kernel: 3)
          InceptionConv(48, 64, kernel: 3)
        },
      ])
  }

  /// Fig. 7 with k, l, m, n = 256, 256, 384, 384: from 35x35 to 17x17, 1088 channels.
  private static func mixed6a() -> Concatenate {
    Concatenate(named: [
      ("branch0", InceptionConv(320, 384, kernel: 3, stride: 2, valid: true)),
      (
        "branch1",
        Sequential {
          InceptionConv(320, 256, kernel: 1)
          InceptionConv(256, 256, kernel: 3)
          InceptionConv(256, 384, kernel: 3, stride: 2, valid: true)
        }
      ),
      ("branch2", MaxPool2d(kernel: 3, stride: 2)),
    ])
  }

  /// Fig. 17: the 17x17 module.
  private static func block17() -> InceptionResidual {
    InceptionResidual(
      1088, joined: 384, scale: 0.1,
      branches: [
        InceptionConv(1088, 192, kernel: 1),
        Sequential {
          InceptionConv(1088, 128, kernel: 1)
          InceptionConv(128, 160, height: 1, width: 7)
          InceptionConv(160, 192, height: 7, width: 1)
        },
      ])
  }

  /// Fig. 18: from 17x17 to 8x8, 2080 channels.
  private static func mixed7a() -> Concatenate {
    Concatenate(named: [
      (
        "branch0",
        Sequential {
          InceptionConv(1088, 256, kernel: 1)
          InceptionConv(256, 384, kernel: 3, stride: 2, valid: true)
        }
      ),
      (
        "branch1",
        Sequential {
          InceptionConv(1088, 256, kernel: 1)
          InceptionConv(256, 288, kernel: 3, stride: 2, valid: true)
        }
      ),
      (
        "branch2",
        Sequential {
          InceptionConv(1088, 256, kernel: 1)
          InceptionConv(256, 288, kernel: 3)
          InceptionConv(288, 320, kernel: 3, stride: 2, valid: true)
        }
      ),
      ("branch3", MaxPool2d(kernel: 3, stride: 2)),
    ])
  }

  /// Fig. 19: the 8x8 module.
  private static func block8(scale: Double, isLinear: Bool) -> InceptionResidual {
    InceptionResidual(
      2080, joined: 448, scale: scale, isLinear: isLinear,
      branches: [
        InceptionConv(2080, 192, kernel: 1),
        Sequential {
          InceptionConv(2080, 192, kernel: 1)
          InceptionConv(192, 224, height: 1, width: 3)
          InceptionConv(224, 256, height: 3, width: 1)
        },
      ])
  }
}

/// Branches joined, brought back to the input's channels by a 1x1 convolution with a bias, scaled
/// and added to the input (Szegedy et al. 2016, Fig. 20).
final class InceptionResidual: Layer, Container {
  let children: [(name: String, module: any Module)]

  private let branches: [any Layer]
  private let conv: Conv2d
  private let scale: Double
  private let isLinear: Bool

  init(
    _ channels: Int, joined: Int, scale: Double, isLinear: Bool = false, branches: [any Layer]
  ) {
    self.branches = branches
    conv = Conv2d(joined, channels, kernel: 1)
    (self.scale, self.isLinear) = (scale, isLinear)
    children =
      branches.enumerated().map { ("branch\($0.offset)", $0.element) } + [("conv2d", conv)]
  }

  func forward(_ x: Variable) -> Variable {
    let residual = conv(Variable.concatenate(branches.map { $0(x) }, axis: -1))
    let sum = x + residual * scale
    return isLinear ? sum : sum.relu()
  }
}
