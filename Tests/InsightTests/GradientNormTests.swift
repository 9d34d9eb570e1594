import Gradus
import Testing

/// Norms that a probe reports against norms of the gradients that the run returns.
@Suite struct GradientNormTests {
  @Test func equalTheNormsOfTheReturnedGradients() {
    let model = CIFARResNet(depth: 8, width: 2).initialize(seed: 3)
    let probe = GradientNorms(model)
    let tape = Tape(.training, observers: [probe])
    let stream = RandomStream(seed: 1, name: "images")
    let images = tape.constant(.normal([4, 8, 8, 3], from: stream))
    let gradients = tape.gradients(of: model(images).crossEntropy(labels: [0, 3, 9, 1]))
    #expect(probe.norms.count == model.parameters.count)
    for (path, parameter) in model.parameters {
      let squares = gradients[parameter]?.scalars.reduce(0) { $0 + $1 * $1 }
      let norm = squares?.squareRoot() ?? .nan
      #expect(abs((probe.norms[path] ?? .infinity) - norm) < 1e-6 * norm)
      #expect(norm > 0)
    }
  }

  @Test func vanishingGradientsAreNotZero() throws {
    let layers: [any Layer] = (0..<60).flatMap { _ -> [any Layer] in [Linear(16, 16), Sigmoid()] }
    let model = Sequential(layers + [Linear(16, 1)]).initialize(seed: 1)
    let probe = GradientNorms(model)
    let tape = Tape(.training, observers: [probe])
    let x = tape.constant(.normal([8, 16], from: RandomStream(seed: 1, name: "x")))
    let gradients = tape.gradients(of: model(x).sum())
    let weight = try #require(model.parameter(at: "60.weight"))
    let squares = gradients[weight]?.scalars.reduce(0) { $0 + $1 * $1 } ?? .nan
    #expect(squares > 0 && squares < 1e-40)
    #expect(
      abs((probe.norms["60.weight"] ?? 0) - squares.squareRoot()) <= 1e-6 * squares.squareRoot())
  }

  @Test func logSpacedSteps() {
    let steps = (0...1_000).filter(LogSpacedSteps.contains)
    #expect(steps == [0, 1, 3, 10, 30, 100, 300, 1_000])
  }
}
