import Gradus
import GradusClaims

extension ExperimentName {
  static let families = ExperimentName("families")
}

extension Subject {
  /// Residual nets of basic blocks and of bottlenecks, and what came after them.
  static let basicBlocks = Subject("basic blocks"), bottlenecks = Subject("bottlenecks")
  static let excitation = Subject("squeeze and excitation")
  static let groupedBottlenecks = Subject("grouped bottlenecks")
  static let denseNet = Subject("dense"), depthwise = Subject("depthwise")
}

extension NetComparison {
  /// Families of nets of three stages, each as wide as the multiply-adds of basic blocks allow.
  static func families(_ scale: ExperimentScale) -> NetComparison {
    let reference: ComparedNet.Make = {
      CIFARResNet(depth: 14, width: 8, inputChannels: $0.channels, classes: $0.classes)
    }
    func family(
      _ subject: Subject, _ widths: [Int],
      _ make: @escaping @Sendable (Int, NetInput) -> any Classifier
    ) -> ComparedNet { .matching(subject, widths: widths, reference, make) }
    func bottlenecks(
      _ subject: Subject, groups: Int = 1, inner: Int = 1, reduction: Int? = nil
    ) -> ComparedNet {
      family(subject, Array(2...12)) { planes, input in
        residual(4 * planes, input) { inputs, outputs, stride in
          // As wide as planned, or a little wider so that the groups divide it.
          let width = (outputs / 4 * inner + groups - 1) / groups * groups
          return Bottleneck(
            inputs, planes: outputs / 4, width: width, groups: groups, stride: stride,
            reduction: reduction)
        }
      }
    }
    return NetComparison(
      scale: scale, name: .families,
      summary: "Nets of residual blocks and of their successors at equal multiply-adds.",
      nets: [
        ComparedNet(.basicBlocks, reference), bottlenecks(.bottlenecks),
        bottlenecks(.excitation, reduction: 4),
        bottlenecks(.groupedBottlenecks, groups: 4, inner: 2),
        family(.denseNet, Array(2...16)) { growth, input in
          DenseNet.cifarBC(
            depth: 22, growth: growth, inputChannels: input.channels, classes: input.classes)
        },
        family(.depthwise, Array(8...40)) { width, input in
          residual(width, input) { inputs, outputs, stride in
            Sequential {
              SeparableConv(inputs, outputs, stride: stride, activation: ReLU())
              SeparableConv(outputs, outputs, activation: ReLU())
            }
          }
        },
      ], stepShare: 1.5, keepsNets: true)
  }

  /// A 3x3 convolution and three stages of two blocks, of which the later two halve the size and
  /// double the channels.
  @Sendable private static func residual(
    _ width: Int, _ input: NetInput,
    _ block: (_ inputs: Int, _ outputs: Int, _ stride: Int) -> any Layer
  ) -> SmallNet {
    var layers: [any Layer] = [
      Conv2d(input.channels, width, kernel: 3, padding: 1, bias: false), BatchNorm(width), ReLU(),
    ]
    var channels = width
    for (index, outputs) in [width, 2 * width, 4 * width].enumerated() {
      layers.append(block(channels, outputs, index == 0 ? 1 : 2))
      layers.append(block(outputs, outputs, 1))
      channels = outputs
    }
    return SmallNet(layers, channels: channels, classes: input.classes)
  }
}
