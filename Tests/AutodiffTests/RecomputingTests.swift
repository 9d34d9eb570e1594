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

  @Test("a variable captured instead of passed traps")
  func capturedVariableTraps() async {
    let mixed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let captured = tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))
      _ = recomputing(tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))) {
        $0[0] * captured
      }
    }
    #expect(trapMessage(mixed).contains("multiply: inputs are on two different tapes"))
    let alone = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape(.training)
      let captured = tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))
      _ = recomputing(tape.variable(Tensor([1, 2], shape: [2], dtype: .float64))) { _ in
        captured.exp()
      }
    }
    #expect(trapMessage(alone).contains("computed from a captured variable"))
  }
}
