import Gradus

/// The networks the lecture counts, measured once.
struct LectureNetworks {
  /// A network's three columns in the lecture's tables.
  struct Columns {
    /// Conv results in MiB, parameters in 10⁶, multiply-adds in 10⁹.
    let memory, parameters, gigas: Double

    init(_ costs: NetworkCosts) {
      memory = 4 * Double(costs.convolutionOutputElements) / 0x1p20
      parameters = Double(costs.parameters) / 1e6
      gigas = Double(costs.multiplyAdds) / 1e9
    }
  }

  private static let names = [
    "alexnet-lecture", "alexnet-paper", "vgg16", "vgg16-lecture", "vgg19", "googlenet-paper",
    "zfnet-paper", "resnet18", "resnet18-a", "resnet34", "resnet34-a", "resnet50", "resnet50-v1",
    "resnet101", "resnet101-v1", "resnet152", "resnet152-v1",
  ]

  private let measured: [String: MeasuredEntry]

  init() throws {
    measured = try Dictionary(
      uniqueKeysWithValues: Self.names.map { ($0, try MeasuredEntry(named: $0)) })
  }

  var alexnet: Columns { Columns(costs("alexnet-lecture")) }
  var vgg16: Columns { Columns(costs("vgg16")) }
  var table: Columns { Columns(costs("vgg16-lecture")) }

  /// Multiply-adds in 10⁹.
  func gigas(_ name: String) -> Double { Double(costs(name).multiplyAdds) / 1e9 }

  var vggConvolutionGigas: Double {
    Double(costs("vgg16").total(\.multiplyAdds, of: [.convolution])) / 1e9
  }

  /// GoogLeNet from the image to 28 by 28 pixels.
  var googleStem: NetworkPart {
    NetworkPart(of: costs("googlenet-paper")) { $0.path == "maxpool2" }
  }

  /// Multiply-adds of GoogLeNet's first convolution, in 10⁶.
  var googleFirstConvolution: Double {
    let first = costs("googlenet-paper").operations.first { $0.kind == .convolution }
    return Double(first?.multiplyAdds ?? 0) / 1e6
  }

  var vggStem: NetworkPart { Self.untilThirdPooling(costs("vgg16")) }
  var tableStem: NetworkPart { Self.untilThirdPooling(costs("vgg16-lecture")) }

  /// Convolutions and fully connected layers, without projections.
  func layers(_ name: String) -> Double {
    let weighted = costs(name).operations.filter {
      ($0.kind == .convolution || $0.kind == .matrixProduct) && !$0.path.contains("downsample")
    }
    return Double(weighted.count)
  }

  var zfnetPixels: Double {
    Double(costs("zfnet-paper").operations.first { $0.kind == .pooling }?.output[1] ?? 0)
  }

  var zfnetFeatures: Double {
    Double(costs("zfnet-paper").operations.first { $0.kind == .matrixProduct }?.inputElements ?? 0)
  }

  var googleHead: Double {
    let head = costs("googlenet-paper").root.children.first { $0.name == "fc" }
    return Double(head?.parameters ?? 0)
  }

  /// Half of AlexNet's weights, three times, in MiB.
  var gpuWeights: Double { Double(costs("alexnet-paper").parameters) * 4 * 3 / 2 / 0x1p20 }

  /// Half of the results of 128 images, twice, in MiB.
  var gpuResults: Double {
    let elements = costs("alexnet-paper")
      .total(\.outputElements, of: [.convolution, .matrixProduct])
    return Double(elements) * 4 * 128 / 0x1p20
  }

  /// The error of torchvision's first weights, in per cent.
  func torchvisionTop5(_ name: String) -> Double {
    measured[name]?.entry.publishedErrors.first { $0.source.hasPrefix("torchvision") }?.top5
      ?? .nan
  }

  private func costs(_ name: String) -> NetworkCosts {
    guard let found = measured[name] else {
      preconditionFailure("\(name) is not among the lecture's networks")
    }
    return found.costs
  }

  private static func untilThirdPooling(_ costs: NetworkCosts) -> NetworkPart {
    var poolings = 0
    return NetworkPart(of: costs) { operation in
      if operation.kind == .pooling { poolings += 1 }
      return poolings == 3
    }
  }
}
