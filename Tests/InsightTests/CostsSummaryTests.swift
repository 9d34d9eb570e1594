import Gradus
import Testing

/// The tree of modules: totals, and repeats that collapse.
@Suite struct CostsSummaryTests {
  private func tree(_ model: any Classifier, _ input: Shape) -> ModuleCost {
    NetworkCosts(of: model, input: input) { model($0).logits }.root
  }

  @Test func equalBlocksCollapse() throws {
    let rows = tree(CIFARResNet(depth: 20), [1, 32, 32, 3]).rows()
    let stages = rows.filter { $0.depth == 1 && $0.module.name.hasPrefix("layer") }
    #expect(stages.map(\.module.name) == ["layer1", "layer2", "layer3"])
    let blocks = rows.filter { $0.depth == 2 }.map { ($0.module.name, $0.module.repeats) }
    #expect(blocks.map(\.0) == ["0…2", "0", "1…2", "0", "1…2"])
    #expect(blocks.map(\.1) == [3, 1, 2, 1, 2])
    let twins = try #require(rows.first { $0.module.repeats == 3 }).module.twins
    #expect(twins == ["layer1.1", "layer1.2"])
  }

  @Test func collapsedTreesAddUp() {
    func sum(_ module: ModuleCost, _ count: KeyPath<ModuleCost, Int>) -> Int {
      let inside = module.children.reduce(0) { $0 + sum($1, count) }
      return module.repeats * (module.children.isEmpty ? module[keyPath: count] : inside)
    }
    let model = ResNet.resnet152(classes: 10)
    let root = tree(model, [1, 64, 64, 3])
    #expect(sum(root.collapsed(), \.parameters) == model.parameterCount)
    #expect(sum(root.collapsed(), \.multiplyAdds) == root.multiplyAdds)
    #expect(root.rows().count < 100 && root.rows(deepest: 0).count == 1)
  }

  @Test func modulesStandInTheOrderOfTheRun() {
    let root = tree(GoogLeNet.paper(), [1, 224, 224, 3])
    let names = root.children.map(\.name).filter { !$0.hasPrefix("aux") }
    #expect(names.prefix(3) == ["conv1", "maxpool1", "local_response1"] && names.last == "fc")
    let pool = root.children.first { $0.name == "maxpool1" }
    #expect(pool?.geometry == "3x3/2" && pool?.padding == "")
    #expect(root.children[0].children[0].padding == "3")
  }

  @Test func auxiliaryHeadsDidNotRun() throws {
    let root = tree(GoogLeNet.torchvision(classes: 10), [1, 64, 64, 3])
    let head = try #require(root.children.first { $0.name == "aux1" })
    #expect(head.output == nil && head.multiplyAdds == 0 && head.parameters > 0)
  }

  @Test func modulesThatReflectionDoesNotNameCountForThoseAroundThem() throws {
    let model = ResNet.seResNet50(classes: 10)
    let root = tree(model, [1, 64, 64, 3])
    // Nothing runs in the network itself but what its stages return.
    let inside = root.children.reduce(0) { $0 + $1.storedElements }
    #expect(root.storedElements == inside)
  }

  @Test func graphDrawsEveryBoxOnceAndOnlyForward() {
    let model = CIFARResNet(depth: 20)
    let graph = NetworkGraph(of: model, title: "net", input: [1, 32, 32, 3]) {
      model($0).logits
    }.folded()
    func identifiers(_ box: NetworkGraph.Box) -> [Int] {
      (box.identifier.map { [$0] } ?? []) + box.children.flatMap(identifiers)
    }
    let known = identifiers(graph.root)
    #expect(Set(known).count == known.count && known.count < 60)
    #expect(graph.edges.allSatisfy { $0.from < $0.to })
    #expect(graph.edges.allSatisfy { known.contains($0.from) && known.contains($0.to) })
    // Everything but the first box gets something.
    #expect(Set(graph.edges.map(\.to)).count == known.count - 1)
    #expect(graph.dot().contains("×3") && graph.dot().hasPrefix("digraph"))
    let picture = graph.svg(identifier: "net", title: "net").standalone
    #expect(picture.contains("×3") && picture.count { $0 == "\n" } > known.count)
  }
}
