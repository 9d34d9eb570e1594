import Gradus
import GradusTestSupport
import Testing

/// Derivatives of models: of the function that the model computes, which stays as it is.
@Suite struct TransformsOfModelsTests {
  /// A net that behaves otherwise in training: batch statistics and dropout.
  private final class Net: Layer {
    // With a bias whose gradient is 0 but for rounding, because batch statistics take it away again.
    let conv = Conv2d(1, 4, kernel: 3, padding: 1)
    let bn = BatchNorm(4)
    let drop = Dropout(0.5)
    let fc = Linear(4, 2)

    func forward(_ x: Variable) -> Variable {
      fc(drop(bn(conv(x)).tanh().mean(axes: [1, 2])))
    }
  }

  private let x = Tensor.normal(
    [3, 4, 4, 1], mean: 3, from: RandomStream(seed: 1, name: "x"), dtype: .float64)

  /// A net whose running statistics are not those of the beginning.
  private func settled() -> Net {
    let net = Net().initialize(seed: 1, dtype: .float64)
    for step in 0..<3 {
      let tape = Tape(.training, step: step)
      withExtendedLifetime(tape) { _ = net(tape.constant(x)) }
    }
    return net
  }

  private func bits(_ net: Net) -> [[UInt8]] {
    net.stateDictionary.map { Array($0.value.littleEndianBytes()) }
  }

  @Test func gradientIsThatOfWhatTheModelComputes() {
    let net = settled()
    let slopes = gradient(at: x) { (net($0) * net($0)).sum() }.scalars
    let h = 1e-5
    for pixel in [0, 9, 21, 40] {
      func value(_ distance: Double) -> Double {
        let moved = x + Tensor.generate(x.shape, dtype: .float64) { $0 == pixel ? distance : 0 }
        return net(moved).squared().sum().item
      }
      let numeric = (8 * (value(h) - value(-h)) - value(2 * h) + value(-2 * h)) / (12 * h)
      #expect(abs(slopes[pixel] - numeric) < 1e-8 * max(1, abs(numeric)))
    }
  }

  @Test(arguments: [Tape.Mode.inference, .training])
  func everyTransformLeavesTheModelAsItWas(_ mode: Tape.Mode) throws {
    let net = settled()
    let before = bits(net)
    let scalar = { (x: Variable) in net(x).squared().sum() }
    let f = { (x: Variable) in net(x) }
    let v = x.exp() * 0.01
    let transforms: [(String, () throws -> Void)] = [
      ("gradient", { _ = gradient(at: x, mode: mode, scalar) }),
      ("valueAndGradient", { _ = valueAndGradient(at: x, mode: mode, scalar) }),
      (
        "valueAndGradient, several", { _ = valueAndGradient(at: [x], mode: mode) { scalar($0[0]) } }
      ),
      ("vjp", { _ = vjp(at: x, mode: mode, f).pullback(.ones([3, 2], dtype: .float64)) }),
      ("jvp", { _ = jvp(at: x, along: v, mode: mode, f) }),
      ("jacobian", { _ = jacobian(at: x, mode: mode, f) }),
      ("hessianVectorProduct", { _ = hessianVectorProduct(at: x, along: v, mode: mode, scalar) }),
      (
        "nested",
        { _ = gradient(at: x, mode: mode) { gradient(at: $0, scalar).squared().sum() } }
      ),
      ("at a constant", { _ = gradient(at: Variable(x), scalar) }),
      (
        "on a tape that trains",
        {
          let tape = Tape(mode, step: 0)
          _ = gradient(at: tape.variable(x), scalar)
          tape.withoutRecording { _ = gradient(at: tape.variable(x), scalar) }
        }
      ),
      (
        "GradientCheck",
        { try GradientCheck(order: .second, mode: mode).verify("net", [x]) { net($0[0]) } }
      ),
    ]
    for (name, run) in transforms {
      try run()
      #expect(bits(net) == before, "\(name) changed the model")
    }
  }

  @Test func trainingModeIsAskedForAndDrawsTheSameEachTime() {
    let net = settled()
    let scalar = { (x: Variable) in net(x).squared().sum() }
    let training = gradient(at: x, mode: .training, scalar).scalars
    #expect(training == gradient(at: x, mode: .training, scalar).scalars)
    #expect(training != gradient(at: x, scalar).scalars)
    let tape = Tape(.training, updatesStatistics: false, step: 0)
    let input = tape.variable(x)
    #expect(tape.gradients(of: scalar(input))[input]?.scalars == training)
  }

  @Test func nestedTransformsDrawTheSameWhetherRecordedOrNot() {
    // A gradient penalty: the inner gradient runs on the outer tape when that records.
    let net = settled()
    let penalty = { (x: Variable) in gradient(at: x) { net($0).squared().sum() }.squared().sum() }
    let recorded = Tape(.training, updatesStatistics: false, step: 7)
    let silent = Tape(.training, updatesStatistics: false, recording: false, step: 7)
    let a = penalty(recorded.variable(x)).value.item
    let b = penalty(silent.variable(x)).value.item
    #expect(abs(a - b) < 1e-12 * abs(a))
  }

  @Test func gradientCheckFindsAWrongWeight() throws {
    /// A linear layer whose weight's gradient lacks half of it.
    final class Halved: Layer {
      let inner = Linear(4, 2)
      func forward(_ x: Variable) -> Variable {
        let w = inner.weight.variable(on: x)
        return x.matmul((w + w.detached) * 0.5)
      }
    }
    let layer = Halved().initialize(seed: 1, dtype: .float64)
    let input = Tensor.normal(
      [3, 4], from: RandomStream(seed: 2, name: "x"), dtype: .float64)
    let failure = #expect(throws: GradientCheck.Failure.self) {
      try GradientCheck().verify("halved", [input]) { layer($0[0]) }
    }
    let found = try #require(failure)
    #expect(found.input == 1 && abs(found.analytic / found.numeric - 0.5) < 1e-8)
    let net = settled()
    try GradientCheck(order: .second).verify("net", [x]) { net($0[0]) }
  }
}
