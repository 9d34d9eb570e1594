import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

@Suite("The gradient check itself")
struct GradientCheckTests {
  private let x = Tensor([0.3, -1.2, 2, 0.7], shape: [2, 2], dtype: .float64)

  private func cubed(_ x: Variable, slope: Double = 3) -> Variable {
    record(
      TapeOperation("cubed", .arithmetic), value: x.value * x.value * x.value,
      (x, { g in g * x * x * slope }))
  }

  @Test("a user's own operation passes in both orders")
  func userOperation() throws {
    try GradientCheck(order: .second).verify("cubed", [x]) { cubed($0[0]) }
    try GradientCheck(order: .second, comparesJacobian: true).verify("cubed", [x]) { cubed($0[0]) }
  }

  @Test("a failure names operation, input, element, analytic and numeric value")
  func failureIsNamed() throws {
    let other = Tensor([1, 2], shape: [2], dtype: .float64)
    let failure = #expect(throws: GradientCheck.Failure.self) {
      try GradientCheck().verify("wrong", [other, x]) { inputs in
        let (a, b) = (inputs[0], inputs[1])
        let mask = Variable(Tensor([1, 1, 1.5, 1], shape: [2, 2]))
        return record(
          TapeOperation("wrong", .arithmetic), value: a.value * b.value,
          (a, { g in (g * b).sum(to: a.shape) }), (b, { g in g * a * mask }))
      }
    }
    let found = try #require(failure)
    #expect(found.operation == "wrong" && found.input == 1 && found.element == 2)
    #expect(abs(found.analytic / found.numeric - 1.5) < 1e-9)
    #expect(abs(3 * found.relativeError - 1) < 1e-9)
    #expect(found.description.hasPrefix("wrong: the gradient for input 1 at element 2 is "))
  }

  @Test("the full Jacobian names the output element")
  func failureNamesOutput() throws {
    let result = GradientCheck(comparesJacobian: true).run("cubed", [x]) { cubed($0[0], slope: 2) }
    #expect(result.failures.map(\.output) == [0, 1, 2, 3])
    #expect(result.failures.map(\.element) == [0, 1, 2, 3])
  }

  @Test("a wrong gradient that is right to first order is found in second order")
  func secondOrderFails() throws {
    let result = GradientCheck(order: .second).run("constant slope", [x]) { inputs in
      let x = inputs[0]
      return record(
        TapeOperation("constant slope", .arithmetic), value: x.value.squared(),
        (x, { g in g * Variable(x.value * 2) }))
    }
    #expect(result.failures.map(\.kind) == [.secondDerivative])
    #expect(result.failures.first?.input == 0)
  }

  @Test("a backward rule that changes from run to run is found")
  func repetitionFails() throws {
    var runs = 0.0
    let result = GradientCheck().run("drifting", [x]) { inputs in
      record(
        TapeOperation("drifting", .arithmetic), value: inputs[0].value,
        (
          inputs[0],
          { g in
            runs += 1e-15
            return g * (1 + runs)
          }
        ))
    }
    #expect(result.failures.contains { $0.kind == .repetition })
  }

  @Test("a fused rule that differs from the recorded one is found")
  func recordedGradientFails() throws {
    let result = GradientCheck().run("two rules", [x]) { inputs in
      let x = inputs[0]
      return record(
        TapeOperation("two rules", .arithmetic), value: x.value.squared(),
        (x, { g in x.tape?.isRecording == true ? g * x * 2.001 : g * x * 2 }))
    }
    #expect(result.failures.contains { $0.kind == .recordedGradient })
  }

  @Test("a NaN is never within tolerance")
  func notANumberFails() {
    let result = GradientCheck().run("log", [x]) { $0[0].log() }
    #expect(!result.passed)
  }

  @Test("single precision traps, naming the operation")
  func singlePrecisionTraps() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GradientCheck().run("exp", [Tensor([1] as [Float], shape: [1])]) { $0[0].exp() }
    }
    #expect(
      trapMessage(result).contains(
        "gradient check of exp: input 0 of shape [1] is float32 and must be float64; make it with "
          + "dtype: .float64, or convert it with converted(to: .float64)"))
  }
  /// A layer of one weight whose gradient is `slope` times what it should be.
  private final class Scaling: TapeScope {
    var weight = Tensor([0.5, -1.5], shape: [2], dtype: .float64)
    let slope: Double
    init(slope: Double) { self.slope = slope }
    func path(to descendant: AnyObject) -> String? { descendant === self ? "weight" : nil }

    func callAsFunction(_ x: Variable) -> Variable {
      x.tape!.inScope(of: self) {
        let w = x.tape!.leaf(of: self, value: weight)
        return record(
          TapeOperation("scaling", .arithmetic), value: x.value * w.value, (x, { g in g * w }),
          (w, { g in (g * x).sum(to: [2]) * self.slope }))
      }
    }
  }

  @Test("a layer's parameters are checked too, and a wrong one is named")
  func parametersAreChecked() throws {
    let right = Scaling(slope: 1)
    try GradientCheck(order: .second).verify("layer", [x]) { right($0[0]) }
    let wrong = Scaling(slope: 2)
    let failure = #expect(throws: GradientCheck.Failure.self) {
      try GradientCheck().verify("layer", [x]) { wrong($0[0]) }
    }
    let found = try #require(failure)
    #expect(found.input == 1 && found.name == "parameter weight" && !found.isAtKink)
    #expect(found.description.hasPrefix("layer: the gradient for parameter weight at element"))
    #expect(wrong.weight.scalars == [0.5, -1.5])
  }

  @Test("a right gradient near a kink passes with the smaller step")
  func nearAKink() throws {
    // The larger step reaches over the kink at 0, the smaller one does not.
    let near = Tensor([1, 1e-4, -1, 2], shape: [4], dtype: .float64)
    try GradientCheck().verify("relu", [near]) { $0[0].relu() }
    try GradientCheck(comparesJacobian: true).verify("relu", [near]) { $0[0].relu() }
    let failure = #expect(throws: GradientCheck.Failure.self) {
      try GradientCheck().verify("wrong", [near]) { inputs in
        let x = inputs[0]
        return record(
          TapeOperation("wrong", .arithmetic), value: x.value.relu(),
          (x, { g in g.kept(wherePositive: x.value) * 1.01 }))
      }
    }
    #expect(failure?.isAtKink == false)
  }

  @Test("a kink and a jump are named as such", arguments: [0.0, 1e-6])
  func atAKink(_ distance: Double) throws {
    let at = Tensor([1, distance, -1, 2], shape: [4], dtype: .float64)
    let failure = #expect(throws: GradientCheck.Failure.self) {
      try GradientCheck().verify("relu", [at]) { $0[0].relu() }
    }
    let found = try #require(failure)
    #expect(found.isAtKink && found.element == 1)
    #expect(
      found.description.hasPrefix("relu: the function has a kink or a tie for input 0 at element 1")
    )
    let jump = GradientCheck().run("step", [at]) { inputs in
      let x = inputs[0]
      return x + Variable(x.value.sign())
    }
    #expect(jump.failures.map(\.isAtKink) == [true])
  }

  @Test("a wrong element is named before a kink")
  func wrongBeforeKink() throws {
    let at = Tensor([0, 1, -1, 2], shape: [4], dtype: .float64)
    let mask = Tensor([1, 1, 1, 1.5], shape: [4], dtype: .float64)
    let failure = #expect(throws: GradientCheck.Failure.self) {
      try GradientCheck().verify("relu", [at]) { inputs in
        let x = inputs[0]
        return record(
          TapeOperation("wrong", .arithmetic), value: x.value.relu(),
          (x, { g in g.kept(wherePositive: x.value) * Variable(mask) }))
      }
    }
    #expect(failure?.element == 3 && failure?.isAtKink == false)
  }
}
