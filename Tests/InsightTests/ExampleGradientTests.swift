import Gradus
import Testing

/// Gradients of a batch by example against runs of single examples.
@Suite struct ExampleGradientTests {
  private let images = Tensor.normal(
    [4, 6, 6, 2], from: RandomStream(seed: 1, name: "images"), dtype: .float64)
  private let labels = [0, 2, 1, 2]

  private func check(_ model: any Layer) throws {
    model.initialize(seed: 3, dtype: .float64)
    let found = try ExampleGradients(of: model, mode: .inference) { tape in
      model(tape.constant(images)).crossEntropy(labels: labels, reduction: .none)
    }
    #expect(found.entries.map(\.path) == model.parameters.map(\.path))
    var norms: [Double] = []
    for example in 0..<4 {
      let tape = Tape(.inference, step: 0)
      let loss = model(tape.constant(images[example..<example + 1]))
        .crossEntropy(labels: [labels[example]])
      let gradients = tape.gradients(of: loss)
      for (path, parameter) in model.parameters {
        let expected = try #require(gradients[parameter]).scalars
        let all = try #require(found[path])
        let own: Tensor = all[example..<example + 1]
        #expect(own.shape.dimensions.dropFirst() == parameter.shape.dimensions[...])
        let error = zip(own.scalars, expected).map { abs($0 - $1) }.max() ?? 0
        #expect(error < 1e-12, "\(path) of example \(example)")
      }
      norms.append(gradients.globalNorm)
    }
    #expect(zip(found.norms, norms).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test func ofAPlainNet() throws {
    try check(
      Sequential {
        Conv2d(2, 4, kernel: 3, stride: 2, padding: 1)
        Tanh()
        GroupNorm(2, 4)
        Conv2d(4, 6, kernel: 1, groups: 2, bias: false)
        LayerNorm(6)
        Flatten()
        Linear(54, 3)
      })
  }

  @Test func parametersThatAreUsedTwiceAddUp() throws {
    final class Twice: Layer {
      let shared = Linear(72, 72), head = Linear(72, 3)
      func forward(_ x: Variable) -> Variable {
        head(shared(shared(x.reshaped(to: [-1, 72])).tanh()).tanh())
      }
    }
    try check(Twice())
  }

  @Test func parametersThatAreTakenOff() throws {
    final class Centred: Layer {
      let centre = Parameter([72], .normal(standardDeviation: 1)), head = Linear(72, 3)
      func forward(_ x: Variable) -> Variable {
        head((x.reshaped(to: [-1, 72]) - centre.variable(on: x)).tanh())
      }
    }
    try check(Centred())
  }

  /// Running statistics are not on the tape: a scale behind them is refused, a shift has its gradient.
  @Test func ofRunningStatistics() throws {
    let model = Sequential {
      Conv2d(2, 4, kernel: 3, stride: 2, padding: 1)
      BatchNorm(4)
      Tanh()
      Flatten()
      Linear(36, 3)
    }.initialize(seed: 3, dtype: .float64)
    let error = #expect(throws: UnsupportedOperation.self) {
      try ExampleGradients(of: model, mode: .inference) { tape in
        model(tape.constant(images)).crossEntropy(labels: labels, reduction: .none)
      }
    }
    #expect(error?.path == "1.weight" && error?.operation == "batchNormalizationFixed")
    final class Shifted: Layer {
      let shift = Parameter([2], .normal(standardDeviation: 1)), head = Linear(72, 3)
      func forward(_ x: Variable) -> Variable {
        let ones = Tensor.ones([2], dtype: x.dtype)
        let moved = x.batchNormalized(
          mean: ones, variance: ones * 4, scale: nil, shift: shift.variable(on: x), epsilon: 0)
        return head(moved.reshaped(to: [-1, 72]).tanh())
      }
    }
    try check(Shifted())
  }

  /// With statistics of the batch held constant the sum of all examples' is the batch's gradient.
  @Test func ofABatchNormalisedNet() throws {
    let model = Sequential {
      Conv2d(2, 4, kernel: 3, padding: 1, bias: false)
      BatchNorm(4)
      ReLU()
      AdaptiveAveragePool2d()
      Flatten()
      Linear(4, 3)
    }.initialize(seed: 3, dtype: .float64)
    let before = model.stateDictionary
    let found = try ExampleGradients(of: model) { tape in
      model(tape.constant(images)).crossEntropy(labels: labels, reduction: .none)
    }
    let tape = Tape(.training, statistics: .frozen, step: 0)
    let gradients = tape.gradients(
      of: model(tape.constant(images)).crossEntropy(labels: labels, reduction: .sum))
    for (path, parameter) in model.parameters {
      let sum = try #require(found[path]).sum(axis: 0)
      let expected = try #require(gradients[parameter])
      #expect((sum - expected).norm < 1e-12, "\(path)")
    }
    for (name, value) in model.stateDictionary { #expect(value.scalars == before[name]?.scalars) }
  }

  @Test func whatHasNoRuleIsNamed() {
    let model = Sequential {
      Flatten()
      PReLU()
      Linear(72, 3)
    }.initialize(seed: 1, dtype: .float64)
    let error = #expect(throws: UnsupportedOperation.self) {
      try ExampleGradients(of: model) { tape in
        model(tape.constant(images)).crossEntropy(labels: labels, reduction: .none)
      }
    }
    #expect(error?.path == "1.weight" && error?.operation == "prelu")
  }

  /// A product of weights whose first length happens to be the number of examples is not theirs.
  @Test func productsOfWeightsHaveNoExamples() {
    final class Scaled: Layer {
      let weight = Parameter([6, 72], .ones), gain = Parameter([72], .ones)
      func forward(_ x: Variable) -> Variable {
        let scaled = weight.variable(on: x) * gain.variable(on: x)
        return x.reshaped(to: [-1, 72]).matmul(scaled, transposeRHS: true)
      }
    }
    let model = Scaled().initialize(seed: 1, dtype: .float64)
    model.weight.isTrainable = false
    let x = Tensor.normal([6, 72], from: RandomStream(seed: 8, name: "x"), dtype: .float64)
    #expect(throws: UnsupportedOperation.self) {
      try ExampleGradients(of: model) { tape in
        model(tape.constant(x)).crossEntropy(labels: [0, 1, 2, 3, 4, 5], reduction: .none)
      }
    }
  }
}
