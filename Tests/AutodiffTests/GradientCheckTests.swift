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
        let mask = Variable(Tensor([1, 1, 1.5, 1], shape: [2, 2], dtype: .float64))
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
    #expect(trapMessage(result).contains("gradient check of exp: input 0 must be float64"))
  }
}
