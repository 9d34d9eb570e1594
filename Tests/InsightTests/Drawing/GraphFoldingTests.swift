import Gradus
import Testing

/// What is drawn once: only what is equal, wired alike, and in a row.
@Suite struct GraphFoldingTests {
  private func graph(
    _ name: String, _ mode: Tape.Mode = .inference
  ) throws -> NetworkGraph {
    let entry = try Catalog.entry(named: name)
    let size = entry.inputSize
    let model = entry.make(entry.classes, size.channels)
    return NetworkGraph(
      of: model, title: name, input: [2, size.height, size.width, size.channels], mode: mode
    ) { model($0).logits }
  }

  private func children(_ graph: NetworkGraph, _ name: String) throws -> [NetworkGraph.Box] {
    try #require(graph.root.children.first { $0.name == name }).children
  }

  @Test func blocksOfOneWiringFold() throws {
    let folded = try graph("resnet152").folded()
    for (stage, count) in [("layer1", 3), ("layer2", 8), ("layer3", 36), ("layer4", 3)] {
      let blocks = try children(folded, stage)
      #expect(blocks.map(\.repeats) == [1, count - 1], "the first block projects its shortcut")
    }
  }

  @Test func aFirstBlockThatSplitsElsewhereStandsApart() throws {
    let blocks = try children(try graph("preact_resnet110-cifar").folded(), "layer1")
    #expect(blocks.map(\.name) == ["0", "1…17"] && blocks.map(\.repeats) == [1, 17])
    // The after-activation net has no such difference in its first stage.
    let others = try children(try graph("resnet110-cifar").folded(), "layer1")
    #expect(others.map(\.repeats) == [18])
  }

  @Test func parallelBranchesDoNotFold() {
    let model = Concatenate {
      Conv2d(3, 4, kernel: 3, padding: 1)
      Conv2d(3, 4, kernel: 3, padding: 1)
      Conv2d(3, 4, kernel: 3, padding: 1)
    }
    let graph = NetworkGraph(of: model, title: "net", input: [1, 8, 8, 3]) { model($0) }.folded()
    #expect(graph.innermost.count == 5 && graph.innermost.allSatisfy { $0.repeats == 1 })
    #expect(graph.edges.count == 6)
  }

  @Test func denseLayersFoldWithTheirGrowth() throws {
    let folded = try graph("densenet121").folded()
    let features = try children(folded, "features")
    let runs = features.filter { $0.name.hasPrefix("denseblock") }.map { $0.children[0] }
    #expect(runs.map(\.repeats) == [6, 12, 24, 16])
    #expect(
      runs.map(\.name) == ["denselayer1…6", "denselayer1…12", "denselayer1…24", "denselayer1…16"])
    let joined = try #require(runs[0].children.last)
    #expect(joined.type == "concatenate" && joined.detail == "56x56x96…256")
    #expect(folded.innermost.count < 70)
  }

  @Test func cellsAreReadableWhenClosed() throws {
    let whole = try graph("nasnet_a_mobile")
    let cells = whole.limited(to: 1).folded()
    #expect(cells.innermost.count < 30 && whole.innermost.count > 800)
    // A cell reads the one before it and the one before that.
    let names = Dictionary(
      uniqueKeysWithValues: cells.innermost.map { ($0.identifier, $0.name) })
    let read = cells.edges.filter { names[$0.to] == "cell_1" }.compactMap { names[$0.from] }
    #expect(Set(read) == ["cell_0", "cell_stem_1"])
  }

  @Test func trainingShowsHeadsAndDropout() throws {
    let (inference, training) = (
      try graph("googlenet-paper"), try graph("googlenet-paper", .training)
    )
    func names(_ graph: NetworkGraph) -> [String] { graph.root.children.map(\.name) }
    #expect(!names(inference).contains("aux1") && !names(inference).contains("aux2"))
    #expect(names(training).contains("aux1") && names(training).contains("aux2"))
    #expect(!inference.innermost.contains { $0.kind == .dropout })
    #expect(training.innermost.count { $0.kind == .dropout } == 3)
    let closed = training.limited(to: 1)
    let name = Dictionary(
      uniqueKeysWithValues: closed.innermost.map { ($0.identifier, $0.name) })
    func sources(_ target: String) -> [String] {
      closed.edges.filter { name[$0.to] == target }.compactMap { name[$0.from] }
    }
    #expect(sources("aux1") == ["inception4a"] && sources("aux2") == ["inception4d"])
  }

  @Test func weightedLayersAreTheFigureOfThePaper() throws {
    let layers = try graph("resnet34-a").weightedLayers
    let kinds = layers.innermost.map(\.kind)
    #expect(kinds.count { $0 == .convolution } == 33 && kinds.count { $0 == .matrixProduct } == 1)
    #expect(kinds.count { $0 == .addition } == 16)
    // The shortcut of the first block comes from the pooling.
    let sums = layers.innermost.filter { $0.kind == .addition }.compactMap(\.identifier)
    let sources = layers.edges.filter { $0.to == sums[0] }.map(\.from)
    let pool = layers.innermost.first { $0.kind == .pooling }?.identifier
    #expect(sources.count == 2 && sources.contains { $0 == pool })
  }
}
