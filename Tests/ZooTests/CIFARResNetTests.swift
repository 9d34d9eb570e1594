import Gradus
import GradusTestSupport
import Testing

/// The networks of He et al. 2015, §4.2.
@Suite struct CIFARResNetTests {
  @Test(arguments: [
    (20, 269_722), (32, 464_154), (44, 658_586), (56, 853_018), (110, 1_727_962),
  ]) func plainAndResidualHaveThePublishedParameters(_ depth: Int, _ count: Int) {
    for shortcut in [ShortcutOption.none, .padded] {
      let model = CIFARResNet(depth: depth, shortcut: shortcut)
      #expect(model.parameterCount == count)
      let weighted = model.modules.count { $0.module is Conv2d || $0.module is Linear }
      #expect(weighted == depth)
    }
  }

  @Test func projectionsAddTheirParameters() {
    // Option B: two projections (16 -> 32, 32 -> 64) with their normalisations.
    let base = CIFARResNet(depth: 20).parameterCount
    let projected = CIFARResNet(depth: 20, shortcut: .projected).parameterCount
    let change = 16 * 32 + 2 * 32 + 32 * 64 + 2 * 64
    #expect(projected == base + change)
    // Option C: one more projection for each of the other seven blocks.
    let everywhere = CIFARResNet(depth: 20, shortcut: .projectedEverywhere).parameterCount
    let square = [16, 16, 16, 32, 32, 64, 64].reduce(0) { $0 + $1 * $1 + 2 * $1 }
    #expect(everywhere == base + change + square)
  }

  /// Hu et al. 2017, Fig. 3: the branch is scaled after its last normalisation, before the addition.
  @Test func excitationScalesTheBranch() {
    let block = BasicBlock(8, 8, reduction: 4, shortcut: .padded).initialize(seed: 1)
    let x = Tensor.uniform([2, 5, 5, 8], in: 0..<1, from: RandomStream(seed: 1, name: "x"))
    let branch = block.bn2(block.conv2(block.bn1(block.conv1(x)).relu()))
    guard let se = block.se else { Issue.record("no gate"); return }
    let expected = (se(branch) + x).relu()
    for (a, b) in zip(block(x).scalars, expected.scalars) { #expect(abs(a - b) < 1e-5) }
    // Two 1x1 convolutions with biases between 8 and 2 channels.
    let plain = BasicBlock(8, 8, shortcut: .padded)
    #expect(block.parameterCount - plain.parameterCount == 8 * 2 + 2 + 2 * 8 + 8)
  }

  @Test func twinsStartWithTheSameBits() {
    let plain = CIFARResNet(depth: 14, shortcut: .none, width: 4).initialize(seed: 9)
    let residual = CIFARResNet(depth: 14, shortcut: .padded, width: 4).initialize(seed: 9)
    let (a, b) = (plain.stateDictionary, residual.stateDictionary)
    #expect(a.names == b.names)
    for (left, right) in zip(a, b) { #expect(left.value.scalars == right.value.scalars) }
  }

  @Test func shapesAreThePapers() {
    let model = CIFARResNet(depth: 20)
    let images = Variable(Tensor(shapeOnly: [5, 32, 32, 3]))
    let first = model.layer1(model.bn1(model.conv1(images)))
    #expect(first.shape == [5, 32, 32, 16])
    #expect(model.layer2(first).shape == [5, 16, 16, 32])
    #expect(model.layer3(model.layer2(first)).shape == [5, 8, 8, 64])
    #expect(model(images).logits.shape == [5, 10])
    let grey = CIFARResNet(depth: 8, width: 2, inputChannels: 1, classes: 7)
    #expect(grey(Variable(Tensor(shapeOnly: [2, 28, 28, 1]))).logits.shape == [2, 7])
    #expect(grey(Variable(Tensor(shapeOnly: [2, 1, 1, 1]))).logits.shape == [2, 7])
  }

  @Test func nodesKnowTheirLayer() {
    let model = CIFARResNet(depth: 8, width: 2).initialize(seed: 1)
    let tape = Tape(.training)
    _ = model(tape.constant(.normal([2, 8, 8, 3], from: RandomStream(seed: 1, name: "x"))))
    let convolutions = tape.nodes.indices
      .filter { tape.nodes[$0].operation.name == "conv2d" }.map { tape.path(of: $0) }
    #expect(
      convolutions == ["conv1"]
        + (1...3).flatMap { ["layer\($0).0.conv1", "layer\($0).0.conv2"] })
    let paths = Set(tape.nodes.indices.map { tape.path(of: $0) })
    #expect(paths.isSuperset(of: ["", "bn1", "layer2.0.bn2", "layer2.0.downsample", "fc"]))
  }

  @Test(arguments: [ShortcutOption.none, .padded, .projected, .projectedEverywhere])
  func gradientMatchesFiniteDifferences(_ shortcut: ShortcutOption) {
    let model = CIFARResNet(depth: 8, shortcut: shortcut, width: 2, classes: 3)
      .initialize(seed: 5, dtype: .float64)
    var draws = Draws("finite differences", 5)
    let images = draws.normal([4, 8, 8, 3])
    let direction = model.parameters.map { draws.normal($0.parameter.shape) }
    let start = model.parameters.map(\.parameter.value)
    func loss(_ distance: Double) -> (Tape, Variable) {
      for (index, item) in model.parameters.enumerated() {
        item.parameter.value = start[index] + direction[index] * distance
      }
      let tape = Tape(.training)
      return (tape, model(tape.constant(images)).crossEntropy(labels: [0, 1, 2, 1]))
    }
    let (tape, output) = loss(0)
    let gradients = tape.gradients(of: output)
    let slope = model.parameters.enumerated().reduce(0.0) { sum, item in
      let gradient = gradients[item.element.parameter]!
      return sum + NumberComparison.dot(gradient, direction[item.offset])
    }
    let step = 1e-6
    let difference = (loss(step).1.value.item - loss(-step).1.value.item) / (2 * step)
    #expect(abs(slope - difference) < 1e-6 * max(1, abs(slope)))
    #expect(abs(slope) > 1e-3)
  }
}
