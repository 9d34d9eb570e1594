import Gradus
import GradusClaims

extension ExperimentName {
  static let inceptionModules = ExperimentName("inception-modules")
}

extension Subject {
  /// Nets of inception modules, with 1x1 convolutions before the large filters or without.
  static let reducedInception = Subject("reduced inception")
  static let naiveInception = Subject("naive inception")
}

extension NetComparison {
  /// Three modules with the same filters (Szegedy et al. 2014, Fig. 2a and 2b), normalised.
  static func inceptionModules(_ scale: ExperimentScale) -> NetComparison {
    NetComparison(
      scale: scale, name: .inceptionModules,
      summary: "Inception modules with 1x1 reductions, and naive ones with the same filters.",
      nets: [
        ComparedNet(.reducedInception) { inceptionNet($0, reduces: true) },
        ComparedNet(.naiveInception) { inceptionNet($0, reduces: false) },
      ])
  }

  @Sendable private static func inceptionNet(_ input: NetInput, reduces: Bool) -> SmallNet {
    var layers: [any Layer] = [ConvReLU(input.channels, 16, kernel: 3, padding: 1)]
    var channels = 16
    for index in 0..<3 {
      if index > 0 { layers.append(MaxPool2d(kernel: 3, stride: 2, padding: 1)) }
      let (module, outputs) = inceptionModule(channels, reduces: reduces)
      layers.append(module)
      channels = outputs
    }
    return SmallNet(layers, channels: channels, classes: input.classes)
  }

  /// 8 filters of 1x1, 16 of 3x3 and 8 of 5x5, and pooling; the reduced module puts 1x1 convolutions
  /// with 8 and 4 outputs before the large filters and one with 8 after the pooling.
  private static func inceptionModule(
    _ inputs: Int, reduces: Bool
  ) -> (module: Concatenate, outputs: Int) {
    func filters(_ outputs: Int, _ kernel: Int, reduction: Int) -> any Layer {
      let inputs = reduces ? reduction : inputs
      return ConvReLU(inputs, outputs, kernel: kernel, padding: kernel / 2)
    }
    func branch(_ reduction: Int, _ layer: any Layer) -> any Layer {
      reduces ? Sequential([ConvReLU(inputs, reduction, kernel: 1), layer]) : layer
    }
    let pool = MaxPool2d(kernel: 3, stride: 1, padding: 1)
    let branches: [any Layer] = [
      ConvReLU(inputs, 8, kernel: 1), branch(8, filters(16, 3, reduction: 8)),
      branch(4, filters(8, 5, reduction: 4)),
      reduces ? Sequential([pool, ConvReLU(inputs, 8, kernel: 1)]) : pool,
    ]
    return (
      Concatenate(named: branches.enumerated().map { ("\($0.offset)", $0.element) }),
      32 + (reduces ? 8 : inputs)
    )
  }
}
