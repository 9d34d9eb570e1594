import GradusAutodiff
import GradusTestSupport
import Testing

@Suite("Derivatives of every operation against finite differences")
struct GradcheckTests {
  @Test("first order below 1e-7, second order below 1e-5", arguments: OpCase.all)
  func derivativesMatch(_ row: OpCase) throws {
    let result = GradientCheck(order: .second).run(row.description, row.makeInputs(), row.function)
    #expect(result.passed, "\(result.failures.map(\.description).joined(separator: "\n"))")
    #expect(result.maximumGradientError < 1e-7)
    #expect(result.maximumSecondDerivativeError < 1e-5)
  }

  @Test("the full Jacobian of the smaller rows", arguments: OpCase.all)
  func jacobiansMatch(_ row: OpCase) throws {
    let inputs = row.makeInputs()
    guard inputs.reduce(0, { $0 + $1.count }) <= 12 else { return }
    try GradientCheck(comparesJacobian: true, seed: 1).verify(
      row.description, inputs, row.function)
  }

  @Test("the size of the table and its greatest errors, printed")
  func tableSize() {
    let names = Set(OpCase.all.map(\.operation))
    let results = OpCase.all.map {
      GradientCheck(order: .second, seed: 2).run($0.description, $0.makeInputs(), $0.function)
    }
    let first = results.map(\.maximumGradientError).max() ?? 1
    let second = results.map(\.maximumSecondDerivativeError).max() ?? 1
    print(
      "op table: \(names.count) operations, \(OpCase.all.count) cases; greatest relative error "
        + "\(first) of gradients, \(second) of second derivatives")
    #expect(first < 1e-7 && second < 1e-5)
    #expect(Set(OpCase.all.map(\.description)).count == OpCase.all.count, "two rows have one name")
  }
}
