import Foundation
import Gradus
import Testing

@testable import ModelZoo

/// A block of each paper is drawn with the nodes and arrows of the paper's figure, written down in words.
@Suite struct PaperBlockTests {
  @Test(arguments: PaperBlock.groups.flatMap(\.blocks)) func isDrawnAsInThePaper(
    _ figure: PaperBlock
  ) throws {
    let entry = try Catalog.entry(named: figure.network)
    let size = entry.inputSize
    let model = entry.make(entry.classes, size.channels)
    let graph = NetworkGraph(
      of: model, title: "net", input: [1, size.height, size.width, size.channels]
    ) { model($0).logits }
    let part = try #require(graph.part(at: figure.module))
    let boxes = part.innermost
    #expect(boxes.map(PaperBlock.word) == figure.nodes)
    let places = Dictionary(
      uniqueKeysWithValues: boxes.enumerated().map { ($0.element.identifier, $0.offset) })
    let arrows = try part.edges.map {
      [try #require(places[$0.from]), try #require(places[$0.to])]
    }
    #expect(Set(arrows) == figure.arrows && arrows.count == figure.arrows.count)
  }

  @Test func wordsNameEveryArrow() {
    for block in PaperBlock.groups.flatMap(\.blocks) {
      let arrows = block.words.components(separatedBy: " → ").count - 1
      #expect(arrows == block.arrows.count, "\(block)")
    }
    let residual = PaperBlock(
      "", "", "", "conv 3x3, norm, relu, conv 3x3, norm, +, relu", more: [[0, 6]])
    #expect(
      residual.words
        == "input → conv 3x3 → norm → relu → conv 3x3 → norm → + → relu; and input → +")
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
