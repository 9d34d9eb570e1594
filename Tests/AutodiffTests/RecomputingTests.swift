import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

@Suite("Recomputed parts give what the plain run gives")
struct RecomputingTests {
  /// What a layer keeps a parameter in.
  private final class Weight {
    let value: Tensor
    init(_ value: Tensor) { self.value = value }
  }

  private let x = Tensor([0.4, -0.9, 1.3, 0.2, 0.8, -0.1], shape: [2, 3], dtype: .float64)
  private let weight = Weight(
    Tensor([0.5, -1, 2, 0.3, 1.1, -0.7, 0.2, 0.9, 1.4], shape: [3, 3], dtype: .float64))

  private func layer(_ x: Variable) -> Variable {
    let w = x.tape!.leaf(of: weight, value: weight.value)
    return x.matmul(w).tanh().dropout(probability: 0.3)
  }

  /// The value, the gradient of the input and that of the weight.
  private func run(
    recomputed: Bool, penalised: Bool = false, layers: Int = 3
  ) -> (Tensor, Tensor?, Tensor?) {
    let tape = Tape(.training, seed: 5, step: 2)
    let input = tape.variable(x)
    var y = input
    for _ in 0..<layers {
      y = recomputed ? recomputing(y) { layer($0[0]) } : layer(y)
    }
    y = y.dropout(probability: 0.3)
    var loss = y.squared().sum()
    if penalised {
      let slopes = tape.gradients(of: loss, createGraph: true)
      let ofWeight = slopes.variableGradient(owner: weight)!.squared().sum()
      loss = loss + slopes.variableGradient(of: input)!.squared().sum() + ofWeight
    }
    let gradients = tape.gradients(of: loss)
    return (loss.value, gradients[input], gradients[owner: weight])
  }

  @Test("values and gradients have the same bits, dropout repeats", arguments: [1, 3])
  func firstOrder(layers: Int) throws {
    let plain = run(recomputed: false, layers: layers)
    let saved = run(recomputed: true, layers: layers)
    #expect(plain.0.scalars == saved.0.scalars)
    #expect(try #require(plain.1).scalars == #require(saved.1).scalars)
    #expect(relativeDifference(try #require(saved.2), try #require(plain.2)) < 1e-14)
  }

  @Test("narrow convolutions round as in the plain run, in float32")
  func convolutionsRoundAsInTraining() throws {
    let images = Tensor.normal([2, 12, 12, 16], from: RandomStream(seed: 1, name: "images"))
    let filter = Tensor.normal([3, 3, 16, 16], from: RandomStream(seed: 1, name: "filter"))
    func run(_ isRecomputed: Bool) throws -> [[Double]] {
      let tape = Tape(.training)
      let (x, w) = (tape.variable(images), tape.variable(filter))
      let part = { (inputs: [Variable]) in
        inputs[0].conv2d(inputs[1], ConvolutionGeometry(padding: 1)).relu()
      }
      let y = isRecomputed ? recomputing(x, w, body: part) : part([x, w])
      let gradients = tape.gradients(of: y.squared().sum())
      return try [y.value, #require(gradients[x]), #require(gradients[w])].map(\.scalars)
    }
    #expect(try run(true) == run(false))
  }

  @Test(
    "a gradient penalty through recomputed parts that share a weight agrees", arguments: [1, 2, 3])
  func secondOrder(layers: Int) throws {
    let plain = run(recomputed: false, penalised: true, layers: layers)
    let saved = run(recomputed: true, penalised: true, layers: layers)
    #expect(relativeDifference(saved.0, plain.0) < 1e-12)
    #expect(relativeDifference(try #require(saved.1), try #require(plain.1)) < 1e-12)
    #expect(relativeDifference(try #require(saved.2), try #require(plain.2)) < 1e-12)
  }

  @Test("running statistics are updated once, also by nested recomputation")
  func statisticsAreUpdatedOnce() {
    var updates = 0
    func counted(_ x: Variable) -> Variable {
      if x.tape!.updatesStatistics { updates += 1 }
      return x.squared()
    }
    let tape = Tape(.training)
    let input = tape.variable(x)
    let y = recomputing(input) { outer in
      recomputing(counted(outer[0])) { counted($0[0]) }
    }
    _ = tape.gradients(of: y.sum(), keepGraph: true)
    _ = tape.gradients(of: y.sum(), createGraph: true)
    #expect(updates == 2)
    #expect(tape.updatesStatistics)
  }

  @Test("a recomputed part keeps its input only, not what its operations save")
  func savesMemory() {
    func retained(recomputed: Bool) -> Int {
      let tape = Tape(.training)
      let input = tape.variable(Tensor(shapeOnly: [1 << 20], dtype: .float64))
      let body = { (x: Variable) in (0..<10).reduce(x) { y, _ in y.tanh() } }
      let before = Tensor.shapeOnlyLiveBytes
      let output = recomputed ? recomputing(input) { body($0[0]) } : body(input)
      return withExtendedLifetime((tape, output)) { Tensor.shapeOnlyLiveBytes - before }
    }
    // Other suites run shape-only tensors at the same time, but far smaller ones.
    #expect(retained(recomputed: true) < 2 << 23)
    #expect(retained(recomputed: false) > 9 << 23)
  }

  @Test("what the body does not use has gradient zero")
  func unusedInput() {
    let tape = Tape(.training)
    let (a, b) = (tape.variable(x), tape.variable(x))
    let y = recomputing(a, b) { $0[0].exp() }.sum() + recomputing(a) { $0[0].filled(with: 2) }.sum()
    let gradients = tape.gradients(of: y)
    #expect(gradients[b]?.scalars == [0, 0, 0, 0, 0, 0])
    #expect(gradients[a]?.scalars == x.exp().scalars)
  }

  @Test("constants of the tape and other constants are captured, to any order")
  func capturedConstants() throws {
    func run(recomputed: Bool) throws -> [[Double]] {
      let tape = Tape(.training, seed: 5, step: 2)
      let input = tape.variable(x)
      let (mask, other) = (tape.constant(x * 2), Variable(x.exp()))
      let outer = input.detached
      let body = { (x: Variable) in
        (mask * x + other).dropout(probability: 0.3) * (mask.exp() * x).sum() + outer * mask
      }
      let nested = { (x: Variable) in
        recomputing(mask, x) { inner in body(inner[1]) * inner[0] * mask }
      }
      let y = recomputed ? recomputing(input) { nested($0[0]) } : body(input) * mask * mask
      let slope = tape.gradients(of: y.sum(), createGraph: true).variableGradient(of: input)!
      let second = try #require(tape.gradients(of: slope.squared().sum())[input])
      return [y.value.scalars, slope.value.scalars, second.scalars]
    }
    let (plain, recomputed) = (try run(recomputed: false), try run(recomputed: true))
    for (a, b) in zip(plain, recomputed) {
      #expect(zip(a, b).allSatisfy { abs($0 - $1) <= 1e-13 * max(1, abs($0)) })
    }
    let tape = Tape(.training)
    let (input, mask) = (tape.variable(x), tape.constant(x))
    let y = recomputing(input) { _ in mask.exp() }
    #expect(tape.gradients(of: (y + input).sum())[input]?.scalars == x.filled(with: 1).scalars)
  }

  @Test("masks drawn for a captured constant are not those of an input")
  func drawsOfCapturedConstantsDiffer() throws {
    let ones = Tensor.ones([64], dtype: .float64)
    let tape = Tape(.training, step: 0)
    let (input, constant) = (tape.variable(ones), tape.constant(ones))
    var masks: [[Double]] = []
    let y = recomputing(input) {
      let (a, b) = ($0[0].dropout(probability: 0.5), constant.dropout(probability: 0.5))
      masks += [a.value.scalars, b.value.scalars]
      return a * b
    }
    let after = input.dropout(probability: 0.5).value.scalars
    let gradient = try #require(tape.gradients(of: y.sum())[input])
    #expect(Set(masks.prefix(2) + [after]).count == 3)
    #expect(masks.count == 4 && masks[2] == masks[0] && masks[3] == masks[1])
    #expect(gradient.scalars == zip(masks[0], masks[1]).map { $0 * $1 })
  }

  @Test("a variable captured instead of passed traps")
  func capturedVariableTraps() async {
    let mixed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let captured = tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))
      _ = recomputing(tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))) {
        $0[0] * captured
      }
    }
    #expect(
      trapMessage(mixed).contains(
        "recomputing: multiply uses a variable of shape [2] from outside, whose gradient would be "
          + "lost; pass it as an input"))
    let alone = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let captured = tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))
      _ = recomputing(tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))) { _ in
        captured.exp()
      }
    }
    #expect(trapMessage(alone).contains("depends on a captured variable of shape [2]"))
  }
}
