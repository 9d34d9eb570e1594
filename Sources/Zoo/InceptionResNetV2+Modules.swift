import GradusAutodiff
import GradusLayers

extension InceptionResNetV2 {
  /// The first 35x35 module, without a shortcut: 320 channels.
  static func mixed5b() -> Concatenate {
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
          AveragePool2d(kernel: 3, stride: 1, padding: 1, countsPadding: false)
          InceptionConv(192, 64, kernel: 1)
        }
      ),
    ])
  }

  /// Fig. 16: the 35x35 module.
  static func block35() -> InceptionResidual {
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
  static func mixed6a() -> Concatenate {
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
  static func block17() -> InceptionResidual {
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
  static func mixed7a() -> Concatenate {
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
  static func block8(scale: Double, isLinear: Bool) -> InceptionResidual {
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
