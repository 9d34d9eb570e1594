import GradusAutodiff
import GradusLayers

extension InceptionV4 {
  /// The first join of the stem (Fig. 3): 3x3 pooling beside a 3x3 convolution, both with stride 2.
  static func stemPoolOrConv() -> Concatenate {
    Concatenate(named: [
      ("maxpool", MaxPool2d(kernel: 3, stride: 2)),
      ("conv", InceptionConv(64, 96, kernel: 3, stride: 2, valid: true)),
    ])
  }

  /// The second join of the stem (Fig. 3), with 7x1 and 1x7 convolutions on one side.
  static func stemFactorized() -> Concatenate {
    Concatenate(named: [
      (
        "branch0",
        Sequential {
          InceptionConv(160, 64, kernel: 1)
          InceptionConv(64, 96, kernel: 3, valid: true)
        }
      ),
      (
        "branch1",
        Sequential {
          InceptionConv(160, 64, kernel: 1)
          InceptionConv(64, 64, height: 1, width: 7)
          InceptionConv(64, 64, height: 7, width: 1)
          InceptionConv(64, 96, kernel: 3, valid: true)
        }
      ),
    ])
  }

  /// The third join of the stem (Fig. 3).
  static func stemConvOrPool() -> Concatenate {
    Concatenate(named: [
      ("conv", InceptionConv(192, 192, kernel: 3, stride: 2, valid: true)),
      ("maxpool", MaxPool2d(kernel: 3, stride: 2)),
    ])
  }

  /// Fig. 4: the 35x35 module, 384 channels.
  static func inceptionA() -> Concatenate {
    Concatenate(named: [
      ("branch0", InceptionConv(384, 96, kernel: 1)),
      (
        "branch1",
        Sequential {
          InceptionConv(384, 64, kernel: 1)
          InceptionConv(64, 96, kernel: 3)
        }
      ),
      (
        "branch2",
        Sequential {
          InceptionConv(384, 64, kernel: 1)
          InceptionConv(64, 96, kernel: 3)
          InceptionConv(96, 96, kernel: 3)
        }
      ),
      ("branch3", pooled(384, 96)),
    ])
  }

  /// Fig. 7 with k, l, m, n = 192, 224, 256, 384: from 35x35 to 17x17, 1024 channels.
  static func reductionA() -> Concatenate {
    Concatenate(named: [
      ("branch0", InceptionConv(384, 384, kernel: 3, stride: 2, valid: true)),
      (
        "branch1",
        Sequential {
          InceptionConv(384, 192, kernel: 1)
          InceptionConv(192, 224, kernel: 3)
          InceptionConv(224, 256, kernel: 3, stride: 2, valid: true)
        }
      ),
      ("branch2", MaxPool2d(kernel: 3, stride: 2)),
    ])
  }

  /// Fig. 5: the 17x17 module, 1024 channels.
  static func inceptionB() -> Concatenate {
    Concatenate(named: [
      ("branch0", InceptionConv(1024, 384, kernel: 1)),
      (
        "branch1",
        Sequential {
          InceptionConv(1024, 192, kernel: 1)
          InceptionConv(192, 224, height: 1, width: 7)
          InceptionConv(224, 256, height: 7, width: 1)
        }
      ),
      (
        "branch2",
        Sequential {
          InceptionConv(1024, 192, kernel: 1)
          InceptionConv(192, 192, height: 7, width: 1)
          InceptionConv(192, 224, height: 1, width: 7)
          InceptionConv(224, 224, height: 7, width: 1)
          InceptionConv(224, 256, height: 1, width: 7)
        }
      ),
      ("branch3", pooled(1024, 128)),
    ])
  }

  /// Fig. 8: from 17x17 to 8x8, 1536 channels.
  static func reductionB() -> Concatenate {
    Concatenate(named: [
      (
        "branch0",
        Sequential {
          InceptionConv(1024, 192, kernel: 1)
          InceptionConv(192, 192, kernel: 3, stride: 2, valid: true)
        }
      ),
      (
        "branch1",
        Sequential {
          InceptionConv(1024, 256, kernel: 1)
          InceptionConv(256, 256, height: 1, width: 7)
          InceptionConv(256, 320, height: 7, width: 1)
          InceptionConv(320, 320, kernel: 3, stride: 2, valid: true)
        }
      ),
      ("branch2", MaxPool2d(kernel: 3, stride: 2)),
    ])
  }

  /// 3x3 average pooling that keeps the size, and a 1x1 convolution.
  static func pooled(_ inputs: Int, _ outputs: Int) -> Sequential {
    Sequential {
      AveragePool2d(kernel: 3, stride: 1, padding: 1, countsPadding: false)
      InceptionConv(inputs, outputs, kernel: 1)
    }
  }
}

/// The 8x8 module of Inception-v4, whose 3x3 filters are split into 1x3 beside 3x1 (Fig. 6).
final class InceptionV4C: Layer, Container {
  let children: [(name: String, module: any Module)]

  private let branch0 = InceptionConv(1536, 256, kernel: 1)
  private let branch1 = InceptionConv(1536, 384, kernel: 1)
  private let branch1Wide = InceptionConv(384, 256, height: 1, width: 3)
  private let branch1Tall = InceptionConv(384, 256, height: 3, width: 1)
  private let branch2 = Sequential {
    InceptionConv(1536, 384, kernel: 1)
    InceptionConv(384, 448, height: 3, width: 1)
    InceptionConv(448, 512, height: 1, width: 3)
  }
  private let branch2Wide = InceptionConv(512, 256, height: 1, width: 3)
  private let branch2Tall = InceptionConv(512, 256, height: 3, width: 1)
  private let branch3 = InceptionV4.pooled(1536, 256)

  init() {
    children =
      [
        ("branch0", branch0), ("branch1_0", branch1), ("branch1_1a", branch1Wide),
        ("branch1_1b", branch1Tall),
      ] + branch2.layers.enumerated().map { ("branch2_\($0.offset)", $0.element) } + [
        ("branch2_3a", branch2Wide), ("branch2_3b", branch2Tall), ("branch3", branch3),
      ]
  }

  func forward(_ x: Variable) -> Variable {
    let short = branch1(x)
    let long = branch2.layers.reduce(x) { $1($0) }
    return Variable.concatenate(
      [
        branch0(x), branch1Wide(short), branch1Tall(short), branch2Wide(long), branch2Tall(long),
        branch3(x),
      ], axis: -1)
  }
}
