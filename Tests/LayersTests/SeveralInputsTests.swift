import Gradus
import Testing

/// A block of two inputs with a call of its own, with or without a scope.
private final class Block: Module {
  let first = Linear(3, 3)
  let layers = Sequential {
    Linear(3, 3)
    Logarithm()
  }
  let isScoped: Bool
  init(isScoped: Bool) { self.isScoped = isScoped }

  func callAsFunction(_ x: Variable, skip: Variable) -> Variable {
    let run = { self.layers(self.first(x).relu()) + skip }
    return isScoped ? scoped(on: x) { run() } : run()
  }
}

private final class Logarithm: Layer {
  func forward(_ x: Variable) -> Variable { x.log() }
}

/// An encoder and a decoder that takes the encoder's results: two inputs, two results.
private final class Translator: Module {
  let encoder = Sequential { Linear(3, 3) }
  let decoder: [Block]
  init(isScoped: Bool) { decoder = (0..<2).map { _ in Block(isScoped: isScoped) } }

  func callAsFunction(_ x: Variable, _ y: Variable) -> (memory: Variable, output: Variable) {
    let memory = encoder(x)
    return (memory, decoder.reduce(y) { $1($0, skip: memory) })
  }
}

private final class Returns: TapeObserver {
  var shapes: [[Shape]] = []
  func observe(_ event: TapeEvent, on tape: Tape) {
    if case .left(_, let outputs) = event { shapes.append(outputs.map(\.shape)) }
  }
}

/// Modules of several inputs have paths, whether or not their calls have scopes.
@Suite struct SeveralInputsTests {
  private func input(_ name: String) -> Tensor {
    .normal([2, 3], from: RandomStream(seed: 1, name: name))
  }

  @Test(arguments: [true, false]) func nodesHaveTheirPathsFromTheRoot(_ isScoped: Bool) throws {
    let model = Translator(isScoped: isScoped).initialize(seed: 1)
    let tape = Tape(.inference)
    tape.root = model
    _ = model(tape.constant(input("x")), tape.constant(input("y")))
    let paths = tape.nodes.indices.filter { tape.nodes[$0].operation.name == "matmul" }
      .map { tape.path(of: $0) }
    #expect(
      paths == ["encoder.0", "decoder.0.first", "decoder.0.layers.0"]
        + ["decoder.1.first", "decoder.1.layers.0"])
    let sums = tape.nodes.indices.filter { tape.nodes[$0].operation.name == "relu" }
    #expect(sums.map { tape.path(of: $0) } == (isScoped ? ["decoder.0", "decoder.1"] : ["", ""]))
  }

  @Test(arguments: [true, false]) func anomaliesNameTheLayer(_ isScoped: Bool) throws {
    let model = Translator(isScoped: isScoped).initialize(seed: 1)
    let detector = AnomalyDetector(of: model)
    let tape = Tape(.inference, observers: [detector])
    _ = model(tape.constant(input("x")), tape.constant(input("y")))
    #expect(detector.first?.path == "decoder.0.layers.1")
  }

  @Test(arguments: [true, false]) func residualBlocksHaveTheirPaths(_ isScoped: Bool) {
    let model = Residuals(isScoped: isScoped).initialize(seed: 1)
    let study = LesionStudy(of: model, input: [2, 4]) { model($0) }
    #expect(study.residualBlocks.map(\.path) == ["blocks.0", "blocks.1"])
    let tape = Tape(.inference)
    tape.root = model
    let x = tape.variable(.normal([2, 4], from: RandomStream(seed: 1, name: "x")))
    let shares = tape.blockGradientShares(of: model(x).sum())
    #expect(shares.map(\.path) == ["blocks.0", "blocks.1"])
  }

  @Test func observersSeeAllThatACallReturns() {
    let model = Translator(isScoped: true).initialize(seed: 1)
    let observer = Returns()
    let tape = Tape(.inference, observers: [observer])
    let (x, y) = (tape.constant(input("x")), tape.constant(.ones([1, 3])))
    let result = model.scoped(on: x) { model(x, y) }
    #expect(observer.shapes.last == [[2, 3], [2, 3]])
    #expect(result.output.shape == [2, 3])
  }
}

/// Residual blocks as modules with a call of their own.
private final class Residuals: Module {
  final class Block: Module {
    let first = Linear(4, 4)
    let second = Linear(4, 4)
    let isScoped: Bool
    init(isScoped: Bool) { self.isScoped = isScoped }
    func callAsFunction(_ x: Variable) -> Variable {
      let run = { x + self.second(self.first(x).relu()) }
      return isScoped ? scoped(on: x) { run() } : run()
    }
  }

  let blocks: [Block]
  init(isScoped: Bool) { blocks = (0..<2).map { _ in Block(isScoped: isScoped) } }
  func callAsFunction(_ x: Variable) -> Variable { blocks.reduce(x) { $1($0) } }
}
