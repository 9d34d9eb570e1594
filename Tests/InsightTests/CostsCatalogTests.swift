import Gradus
import Testing

/// The costs read off the tape are the catalog's and the published ones.
@Suite struct CostsCatalogTests {
  private static func costs(_ entry: CatalogEntry) -> NetworkCosts {
    let model = entry.make(entry.classes, entry.inputSize.channels)
    let size = entry.inputSize
    return NetworkCosts(of: model, input: [1, size.height, size.width, size.channels]) {
      model($0).logits
    }
  }

  @Test func analyticCountsAreTheCatalogs() {
    for entry in Catalog.all {
      let costs = Self.costs(entry)
      #expect(costs.parameters == entry.parameters, "\(entry.name)")
      #expect(costs.parametersWithAuxiliary == entry.parametersWithAuxiliary, "\(entry.name)")
      if let count = entry.multiplyAdds { #expect(costs.multiplyAdds == count, "\(entry.name)") }
      #expect(costs.root.parameters == entry.parametersWithAuxiliary, "\(entry.name)")
      #expect(costs.root.multiplyAdds == costs.multiplyAdds, "\(entry.name)")
      #expect(costs.root.storedElements == costs.total(\.storedElements), "\(entry.name)")
    }
  }

  /// A net of which a part is computed again in the backward run.
  private final class Recomputed: Layer {
    let first = Conv2d(3, 8, kernel: 3, padding: 1), second = Conv2d(8, 8, kernel: 3), relu = ReLU()
    let isRecomputed: Bool

    init(_ isRecomputed: Bool) { self.isRecomputed = isRecomputed }

    func forward(_ x: Variable) -> Variable {
      let body = { (x: [Variable]) in self.relu(self.second(x[0])) }
      return isRecomputed ? recomputing(first(x), body: body) : body([first(x)])
    }
  }

  @Test func whatIsRecomputedIsCounted() {
    let costs = [false, true].map { isRecomputed in
      let model = Recomputed(isRecomputed)
      return NetworkCosts(of: model, input: [2, 6, 6, 3]) { model($0) }
    }
    #expect(costs[1].multiplyAdds == 2 * 9 * (36 * 3 * 8 + 16 * 8 * 8))
    #expect(costs[1].multiplyAdds == costs[0].multiplyAdds)
    #expect(costs[1].parameters == costs[0].parameters)
    #expect(costs[1].operations.map(\.operation) == costs[0].operations.map(\.operation))
    #expect(costs[1].operations.map(\.path) == costs[0].operations.map(\.path))
  }

  /// Published numbers: name, convention, decimals, and parameters, arithmetic or memory.
  struct Published: Sendable, CustomTestStringConvertible {
    let name: String, convention: String
    let parameters: Int?, arithmetic: Double?, memory: Double?, decimals: Double

    init(
      _ name: String, _ convention: String, parameters: Int? = nil, arithmetic: Double? = nil,
      memory: Double? = nil, decimals: Double = 1
    ) {
      (self.name, self.convention, self.parameters) = (name, convention, parameters)
      (self.arithmetic, self.memory, self.decimals) = (arithmetic, memory, decimals)
    }

    var testDescription: String { "\(name) \(convention)" }
  }

  static let published: [Published] = [
    Published("resnet50", "fvcore", arithmetic: 4.112, memory: 11.12, decimals: 2),
    Published("densenet121", "fvcore", arithmetic: 2.866, decimals: 3),
    Published("resnet50-v1", "keras-resnet", parameters: 25_636_712),
    Published("densenet121", "keras", parameters: 8_062_504),
    Published("mobilenet_v2", "keras", parameters: 3_538_984),
    Published("inception_v3", "keras-inception", parameters: 23_851_784),
    Published("inception_v3", "torchvision-inception", parameters: 27_161_264),
    Published("googlenet", "torchvision", parameters: 6_624_904),
    Published("vgg16", "convnet-burden", memory: 58.1),
    Published("vgg16_bn", "convnet-burden", memory: 109.8),
    Published("alexnet-paper", "convnet-burden", memory: 5.4),
    Published("zfnet-paper", "convnet-burden", memory: 8.9),
    Published("googlenet-paper", "convnet-burden", memory: 26.1),
    Published("googlenet", "convnet-burden", memory: 35.3),
    Published("plain34", "convnet-burden", memory: 28.5),
    Published("resnet34", "convnet-burden", memory: 35.1),
    Published("resnet50-v1", "convnet-burden", memory: 103.2),
    Published("resnet50", "convnet-burden", memory: 107.2),
    Published("resnet152", "convnet-burden", memory: 223.6),
    Published("densenet121", "convnet-burden", memory: 126.9),
    Published("squeezenet1_0", "convnet-burden", memory: 29.6),
    Published("mobilenet_v2", "convnet-burden", memory: 52.4),
    Published("se_resnet50", "convnet-burden", memory: 128.4),
    Published("mobilenet_v3_large", "convnet-burden", memory: 38.1),
    Published("efficientnet_b0", "convnet-burden", memory: 61.7),
    Published("vgg16", "lecture", arithmetic: 15.470, memory: 51.680, decimals: 3),
    Published("vgg16-lecture", "lecture", arithmetic: 13.621, memory: 48.617, decimals: 3),
    Published("alexnet-lecture", "lecture-stem", arithmetic: 0.717562, decimals: 6),
    Published("resnet50", "lecture", memory: 42.40, decimals: 2),
  ]

  @Test(arguments: published) func conventionGivesThePublishedNumber(_ known: Published) throws {
    let entry = try Catalog.entry(named: known.name)
    let convention = try #require(CostConvention.named(known.convention))
    let costs = Self.costs(entry)
    let unit = (0..<Int(known.decimals)).reduce(1.0) { step, _ in step / 10 }
    if let parameters = known.parameters {
      #expect(convention.parameters(of: costs)?.count == parameters)
    }
    if let arithmetic = known.arithmetic {
      let found = try #require(convention.arithmetic(of: costs))
      #expect(found.unit == "MAC")
      // Some printed numbers are rounded and some cut off.
      #expect(abs(found.value - arithmetic) <= unit, "\(found.description)")
    }
    if let memory = known.memory {
      let found = try #require(convention.memory(of: costs))
      #expect(abs(found.value - memory) <= unit * 0.51, "\(found.description)")
    }
  }

  @Test func thopDividesByTwoToTheTwenty() throws {
    let costs = Self.costs(try Catalog.entry(named: "alexnet"))
    let figure = try #require(CostConvention.named("thop")?.parameters(of: costs))
    #expect(abs(figure.value - 58.27) < 0.005 && figure.count == 61_100_840)
  }

  @Test func strictCountsEveryOperation() throws {
    // 2x2 images of 3 channels: conv 1x1 to 5 with bias, normalisation, relu, 2x2 maximum, fc to 7.
    let model = Sequential {
      Conv2d(3, 5, kernel: 1)
      BatchNorm(5)
      ReLU()
      MaxPool2d(kernel: 2)
      Flatten()
      Linear(5, 7)
    }
    let costs = NetworkCosts(of: model, input: [1, 2, 2, 3]) { model($0) }
    let convolution = 4 * 5 * 3 * 2 + 4 * 5
    let expected = convolution + 4 * 5 * 2 + 4 * 5 + 4 * 5 + 5 * 7 * 2 + 7
    #expect(CostConvention.named("strict")?.arithmetic(of: costs)?.count == expected)
    #expect(CostConvention.named("strict")?.arithmetic(of: costs)?.unit == "FLOP")
    #expect(costs.buffers == 10 && costs.normalizationScales == 5)
  }
}
