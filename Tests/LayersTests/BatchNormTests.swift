import Gradus
import GradusTestSupport
import Testing

/// Batch normalisation has PyTorch's conventions, checked against loops.
@Suite struct BatchNormTests {
  /// Mean, biased and unbiased variance of one channel, in loops.
  private func statistics(_ x: Tensor, channel: Int) -> (mean: Double, biased: Double, n: Double) {
    let channels = x.shape[-1]
    let all = x.scalars
    let values = stride(from: channel, to: all.count, by: channels).map { all[$0] }
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n, n)
  }

  @Test(arguments: 0..<8) func followsPyTorchsConventions(_ seed: Int) {
    var draws = Draws("batch norm", seed)
    let channels = draws.integer(1...5)
    let shape: Shape =
      seed % 2 == 0
      ? [draws.integer(2...4), draws.integer(1...4), draws.integer(1...4), channels]
      : [draws.integer(2...9), channels]
    let layer = BatchNorm(channels).initialize(seed: 1, dtype: .float64)
    layer.weight!.value = draws.normal([channels])
    layer.bias!.value = draws.normal([channels])
    var mean = [Double](repeating: 0, count: channels)
    var variance = [Double](repeating: 1, count: channels)
    for _ in 0..<3 {
      let x = draws.normal(shape) * 3 + 2
      let tape = Tape(.training)
      let y = layer(tape.constant(x)).value.scalars
      for channel in 0..<channels {
        let s = statistics(x, channel: channel)
        let (scale, shift) = (layer.weight!.value[channel], layer.bias!.value[channel])
        for position in stride(from: channel, to: y.count, by: channels) {
          let expected =
            (x.scalars[position] - s.mean) / (s.biased + 1e-5).squareRoot() * scale + shift
          #expect(abs(y[position] - expected) < 1e-10)
        }
        mean[channel] = 0.9 * mean[channel] + 0.1 * s.mean
        variance[channel] = 0.9 * variance[channel] + 0.1 * s.biased * s.n / (s.n - 1)
      }
      #expect(NumberComparison.error(layer.runningMean.value.scalars, mean) < 1e-12)
      #expect(NumberComparison.error(layer.runningVar.value.scalars, variance) < 1e-12)
    }
    let x = draws.normal(shape)
    let y = layer(x).scalars
    for position in y.indices {
      let channel = position % channels
      let normal = (x.scalars[position] - mean[channel]) / (variance[channel] + 1e-5).squareRoot()
      let expected = normal * layer.weight!.value[channel] + layer.bias!.value[channel]
      #expect(abs(y[position] - expected) < 1e-10)
    }
    #expect(NumberComparison.error(layer.runningMean.value.scalars, mean) < 1e-12)
  }

  @Test func momentumAndEpsilonAreUsed() {
    let layer = BatchNorm(1, momentum: 0.5, epsilon: 1, affine: false)
    layer.initialize(seed: 1, dtype: .float64)
    let tape = Tape(.training)
    let y = layer(tape.constant(Tensor([1.0, 3.0], shape: [2, 1], dtype: .float64)))
    let expected = 1 / 2.0.squareRoot()
    #expect(NumberComparison.error(y.value.scalars, [-expected, expected]) < 1e-14)
    #expect(layer.runningMean.value.item == 1)
    #expect(layer.runningVar.value.item == 1.5)
    #expect(layer.parameters.isEmpty && layer.buffers.count == 2)
  }

  @Test(arguments: [Tape.Mode.training, .inference], Activation.allCases)
  func activatedIsTheStepsInOne(_ mode: Tape.Mode, _ function: Activation) throws {
    for hasShortcut in [true, false] { try compareWithSteps(mode, function, hasShortcut) }
  }

  private func compareWithSteps(
    _ mode: Tape.Mode, _ function: Activation, _ hasShortcut: Bool
  ) throws {
    var draws = Draws("activated", hasShortcut ? 1 : 2)
    let (input, side, cotangent) = (
      draws.normal([3, 4, 5, 6]), draws.normal([3, 4, 5, 6]), draws.normal([3, 4, 5, 6])
    )
    let (scale, shift) = (draws.normal([6]), draws.normal([6]))
    func run(_ body: (BatchNorm, Variable, Variable?) -> Variable) throws -> [Tensor] {
      let layer = BatchNorm(6).initialize(seed: 1, dtype: .float64)
      (layer.weight!.value, layer.bias!.value) = (scale, shift)
      let tape = Tape(mode)
      let x = tape.variable(input)
      let shortcut = hasShortcut ? tape.variable(side) : nil
      let y = body(layer, x, shortcut)
      let gradients = tape.gradients(of: (y * Variable(cotangent)).sum())
      let leaves =
        [gradients[x], gradients[layer.weight!], gradients[layer.bias!]]
        + (shortcut.map { [gradients[$0]] } ?? [])
      return try [y.value, layer.runningMean.value, layer.runningVar.value]
        + leaves.map { try #require($0) }
    }
    let fused = try run { layer, x, shortcut in layer.activated(x, function, adding: shortcut) }
    let steps = try run { layer, x, shortcut in
      let y = (shortcut.map { layer(x) + $0 } ?? layer(x)) * 1
      return ActivationReference.of(function).makeLayer().map { $0(y) } ?? y
    }
    for (found, expected) in zip(fused, steps) {
      #expect(relativeDifference(found, expected) < 1e-12)
    }
  }

  @Test func aChainAppliesActivationsInTheNormalisation() {
    let chain = Sequential {
      BatchNorm(3)
      ReLU6()
      BatchNorm(3)
    }
    chain.initialize(seed: 1)
    let tape = Tape(.training)
    let x = tape.constant(.normal([4, 3], from: RandomStream(seed: 1, name: "x")))
    let y = chain(x * 5)
    let names = tape.nodes.map(\.operation.name)
    #expect(names.filter { $0 == "batchNormalization" }.count == 2)
    #expect(!names.contains("relu6"))
    #expect(y.value.isFinite)
  }

  @Test func inferenceLeavesTheStatisticsAlone() {
    let layer = BatchNorm(2).initialize(seed: 1)
    let before = layer.stateDictionary.map { $0.value.scalars }
    let tape = Tape(.inference)
    _ = layer(tape.constant(.full([3, 2], 5)))
    _ = layer(Tensor.full([1, 2], 5))
    #expect(layer.stateDictionary.map { $0.value.scalars } == before)
  }
}
