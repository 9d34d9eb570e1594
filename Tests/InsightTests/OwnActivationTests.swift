import Gradus
import Testing

/// An activation that the library has never heard of is treated like ReLU, by what it says of itself.
@Suite struct OwnActivationTests {
  /// max(x, 0)² (So et al. 2021), with traits as its user states them.
  private final class SquaredReLU: Layer {
    let traits: ActivationTraits
    init(_ traits: ActivationTraits) { self.traits = traits }
    func forward(_ x: Variable) -> Variable {
      record(
        TapeOperation("squaredReLU", .activation(traits)), value: x.value.relu().squared(),
        (x, { g in g * x.relu() * 2 }))
    }
  }

  /// x + f(second(f(first(x)))).
  private final class Block: Layer {
    let first = Conv2d(3, 3, kernel: 3, padding: 1)
    let active: any Layer
    let second = Conv2d(3, 3, kernel: 3, padding: 1)
    let last: any Layer
    init(_ activation: () -> any Layer) { (active, last) = (activation(), activation()) }
    func forward(_ x: Variable) -> Variable { x + last(second(active(first(x)))) }
  }

  private static let alike = ActivationTraits(keepsZero: true, rectifies: true)

  private func own(_ traits: ActivationTraits = alike) -> Block {
    Block { SquaredReLU(traits) }.initialize(seed: 4)
  }
  private var known: Block { Block { ReLU() }.initialize(seed: 4) }
  private let images = draw([2, 6, 5, 3], "images", dtype: .float32)

  @Test func passesTheGradientCheck() throws {
    let layer = SquaredReLU(Self.alike)
    try GradientCheck(order: .second).verify("squaredReLU", [draw([3, 4], "x")]) { layer($0[0]) }
  }

  @Test func costsWhatReLUCosts() {
    let (a, b) = (own(), known)
    let costs = NetworkCosts(of: a, input: images.shape) { a($0) }
    let others = NetworkCosts(of: b, input: images.shape) { b($0) }
    for count in [\OperationCost.elementOperations, \.storedElements, \.multiplyAdds] {
      #expect(
        costs.operations.map { $0[keyPath: count] } == others.operations.map { $0[keyPath: count] })
    }
    #expect(costs.operations.map(\.kind) == others.operations.map(\.kind))
    #expect(costs.total(\.outputElements, of: [.activation(Self.alike)]) == 2 * images.count)
    let dear = own(ActivationTraits(keepsZero: true, elementOperations: 5))
    let dearer = NetworkCosts(of: dear, input: images.shape) { dear($0) }
    let more = dearer.total(\.elementOperations) - costs.total(\.elementOperations)
    #expect(more == 2 * 4 * images.count)
  }

  @Test func isDrawnAsReLUIs() {
    func kinds(_ box: NetworkGraph.Box) -> [TapeOperation.Kind?] {
      [box.kind] + box.children.flatMap(kinds)
    }
    let (a, b) = (own(), known)
    let graph = NetworkGraph(of: a, title: "net", input: images.shape) { a($0) }
    let other = NetworkGraph(of: b, title: "net", input: images.shape) { b($0) }
    #expect(kinds(graph.root) == kinds(other.root) && graph.edges == other.edges)
    #expect(kinds(graph.root).contains(.activation(Self.alike)))
  }

  @Test func isTracedWithItsDeadShare() throws {
    func flow(_ block: Block) throws -> LayerFlow {
      block.first.bias?.value = Tensor([-100, 0, 100] as [Float], shape: [3])
      let probe = FlowProbe(block)
      let tape = Tape(.training, step: 0, observers: [probe])
      _ = tape.gradients(of: block(tape.constant(images)).sum())
      return try #require(probe.records.first?["first"])
    }
    let (ours, theirs) = (try flow(own()), try flow(known))
    #expect(ours[.deadShare] == 1 / 3.0 && ours[.deadShare] == theirs[.deadShare])
    #expect(ours[.responseMean] == theirs[.responseMean])
    #expect(Set(ours.values.keys) == Set(theirs.values.keys))
    #expect(ours[.activationGradientNorm] != nil)
    // Nothing is dead where nothing is cut off.
    #expect(try flow(own(ActivationTraits(keepsZero: true)))[.deadShare] == nil)
  }

  @Test func isLesionedAsReLUIs() {
    for block in [own(), known] {
      let study = LesionStudy(of: block, input: images.shape) { block($0) }
      #expect(study.residualBlocks.count == 1 && study.undeletable.isEmpty)
      let without = study.output(of: images, deleting: study.residualBlocks)
      #expect(without.scalars == images.scalars)
      #expect(study.output(of: images).scalars != images.scalars)
    }
    // What is not 0 at 0 is not made zero by zeros before it.
    let block = own(ActivationTraits(keepsZero: false, rectifies: true))
    let study = LesionStudy(of: block, input: images.shape) { block($0) }
    #expect(study.residualBlocks.isEmpty && study.undeletable.count == 1)
  }
}
