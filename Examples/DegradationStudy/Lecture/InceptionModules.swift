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
  /// Three modules with the same filters (Szegedy et al. 2014, Fig. 2a and 2b).
  static func inceptionModules(_ scale: ExperimentScale) -> NetComparison {
    @Sendable func net(
      _ input: NetInput, _ module: (Int) -> (layer: any Layer, outputs: Int)
    ) -> SmallNet {
      var layers: [any Layer] = [
        ConvReLU(input.channels, 16, kernel: 3, padding: 1, normalized: false)
      ]
      var channels = 16
      for index in 0..<3 {
        if index > 0 { layers.append(MaxPool2d(kernel: 3, stride: 2, padding: 1)) }
        let (layer, outputs) = module(channels)
        layers.append(layer)
        channels = outputs
      }
      return SmallNet(layers, channels: channels, classes: input.classes)
    }
    return NetComparison(
      scale: scale, name: .inceptionModules,
      summary: "Inception modules with 1x1 reductions, and naive ones with the same filters.",
      nets: [
        ComparedNet(.reducedInception) {
          net($0) { (Inception($0, 8, 8, 16, 4, 8, 8), 40) }
        },
        ComparedNet(.naiveInception) {
          net($0) { inputs in
            let convolutions = [(1, 8), (3, 16), (5, 8)].map { kernel, outputs in
              ConvReLU(
                inputs, outputs, kernel: kernel, padding: kernel / 2, normalized: false)
            }
            let pool = MaxPool2d(kernel: 3, stride: 1, padding: 1)
            let branches: [any Layer] = convolutions + [pool]
            return (
              Concatenate(named: branches.enumerated().map { ("\($0.offset)", $0.element) }),
              32 + inputs
            )
          }
        },
      ], rates: [0.01, 0.03, 0.1])
  }
}
