import Gradus
import Testing

/// A block of each paper is drawn with the nodes and arrows of the paper's figure, written down here.
@Suite struct PaperBlockTests {
  /// A figure: nodes from top to bottom, a chain unless `arrows` says otherwise.
  struct Figure: Sendable, CustomTestStringConvertible {
    let paper: String
    let network: String
    let module: String
    let nodes: [String]
    /// Arrows besides those from each node to the next.
    let more: [[Int]]
    /// Nodes that do not lead to the next one.
    let ends: Set<Int>

    var testDescription: String { paper }

    init(
      _ paper: String, _ network: String, _ module: String, _ nodes: String, more: [[Int]] = [],
      ends: Set<Int> = []
    ) {
      (self.paper, self.network, self.module) = (paper, network, module)
      self.nodes = ["input"] + nodes.split(separator: ", ").map(String.init)
      (self.more, self.ends) = (more, ends)
    }

    var arrows: Set<[Int]> {
      Set((0..<nodes.count - 1).filter { !ends.contains($0) }.map { [$0, $0 + 1] } + more)
    }
  }

  static let figures = [
    Figure(
      "He 2015, Fig. 3 middle: two layers of the plain net", "plain34", "layer1.0",
      "conv 3x3, norm, relu, conv 3x3, norm, relu"),
    Figure(
      "He 2015, Fig. 5 left: the shortcut is added before the last ReLU", "resnet34", "layer1.0",
      "conv 3x3, norm, relu, conv 3x3, norm, +, relu", more: [[0, 6]]),
    Figure(
      "He 2015, Fig. 5 right: 1x1, 3x3, 1x1", "resnet50", "layer1.1",
      "conv 1x1, norm, relu, conv 3x3, norm, relu, conv 1x1, norm, +, relu", more: [[0, 9]]),
    Figure(
      "He 2016, Fig. 4e: normalisation and ReLU first, nothing behind the addition",
      "preact_resnet110-cifar", "layer1.1", "norm, relu, conv 3x3, norm, relu, conv 3x3, +",
      more: [[0, 7]]),
    Figure(
      "He 2016, appendix: the first block splits behind its first ReLU",
      "preact_resnet110-cifar", "layer1.0", "norm, relu, conv 3x3, norm, relu, conv 3x3, +",
      more: [[2, 7]]),
    Figure(
      "Hu 2017, Fig. 3: scaled by two layers on its means, then added", "se_resnet50",
      "layer1.1",
      "conv 1x1, norm, relu, conv 3x3, norm, relu, conv 1x1, norm, pool, conv 1x1, relu, conv 1x1, "
        + "sigmoid, ×, +, relu", more: [[8, 14], [0, 15]]),
    Figure(
      "Xie 2016, Fig. 3c: a bottleneck with 32 groups", "resnext50_32x4d", "layer1.1",
      "conv 1x1, norm, relu, conv 3x3 g32, norm, relu, conv 1x1, norm, +, relu", more: [[0, 9]]),
    Figure(
      "Huang 2016, section 3: BN, ReLU, 1x1, BN, ReLU, 3x3", "densenet121",
      "features.denseblock1.denselayer2", "norm, relu, conv 1x1, norm, relu, conv 3x3"),
    Figure(
      "Szegedy 2014, Fig. 2b: four branches and a concatenation", "googlenet-paper",
      "inception3a",
      "conv 1x1, relu, conv 1x1, relu, conv 3x3, relu, conv 1x1, relu, conv 5x5, relu, pool 3x3, "
        + "conv 1x1, relu, concatenate",
      more: [[0, 3], [0, 7], [0, 11], [2, 14], [6, 14], [10, 14]], ends: [2, 6, 10]),
    Figure(
      "Howard 2017, Fig. 3 right: depthwise, then 1x1, with the released code's ReLU6",
      "mobilenet_v1", "blocks.1.1",
      "conv 3x3 g128, norm, relu6, conv 1x1, norm, relu6"),
    Figure(
      "Sandler 2018, Fig. 4d: widen, filter, narrow without activation, add", "mobilenet_v2",
      "features.3", "conv 1x1, norm, relu6, conv 3x3 g144, norm, relu6, conv 1x1, norm, +",
      more: [[0, 9]]),
    Figure(
      "Zhang 2017, Fig. 2b, in the released code's order: grouped 1x1, shuffle, grouped 1x1, added",
      "shufflenet_v1_g3",
      "features.1",
      "conv 1x1 g3, norm, relu, conv 3x3 g60, norm, shuffle, conv 1x1 g3, norm, +, relu",
      more: [[0, 9]]),
    Figure(
      "Zhang 2017, Fig. 2c, in the released code's order: with stride 2 beside a pooling",
      "shufflenet_v1_g3", "features.0",
      "conv 1x1, norm, relu, conv 3x3/2 g60, norm, shuffle, conv 1x1 g3, norm, pool 3x3/2, relu, "
        + "concatenate",
      more: [[0, 9], [8, 10], [9, 11]], ends: [8, 9]),
  ]

  /// What a box computes, in the words of the lists above.
  static func word(_ box: NetworkGraph.Box) -> String {
    let window = box.geometry.isEmpty ? "" : " \(box.geometry)"
    switch box.kind {
    case .convolution: return "conv\(window)"
    case .pooling: return "pool\(window)"
    case .normalization: return "norm"
    case .rearrangement: return "shuffle"
    default: return box.type.lowercased()
    }
  }

  @Test(arguments: figures) func isDrawnAsInThePaper(_ figure: Figure) throws {
    let entry = try Catalog.entry(named: figure.network)
    let size = entry.inputSize
    let model = entry.make(entry.classes, size.channels)
    let graph = NetworkGraph(
      of: model, title: "net", input: [1, size.height, size.width, size.channels]
    ) { model($0).logits }
    let part = try #require(graph.part(at: figure.module))
    let boxes = part.innermost
    #expect(boxes.map(Self.word) == figure.nodes)
    let places = Dictionary(
      uniqueKeysWithValues: boxes.enumerated().map { ($0.element.identifier, $0.offset) })
    let arrows = try part.edges.map {
      [try #require(places[$0.from]), try #require(places[$0.to])]
    }
    #expect(Set(arrows) == figure.arrows && arrows.count == figure.arrows.count)
  }

  @Test func denseBlocksReadEverythingBefore() throws {
    let model = DenseNet.densenet121()
    let graph = NetworkGraph(of: model, title: "net", input: [1, 224, 224, 3]) { model($0).logits }
    let block = try #require(graph.part(at: "features.denseblock1")).limited(to: 1)
    let boxes = block.innermost
    #expect(
      boxes.map(\.type) == ["input"] + (1...6).flatMap { _ in ["DenseLayer", "concatenate"] })
    // Each layer reads the concatenation before it, which is that and the layer's result.
    let expected = (0..<6).flatMap { layer in
      let (before, own) = (2 * layer, 2 * layer + 1)
      return [[before, own], [before, own + 1], [own, own + 1]]
    }
    let places = Dictionary(
      uniqueKeysWithValues: boxes.enumerated().map { ($0.element.identifier, $0.offset) })
    #expect(Set(block.edges.map { [places[$0.from] ?? -1, places[$0.to] ?? -1] }) == Set(expected))
  }
}
