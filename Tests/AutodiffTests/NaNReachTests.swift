import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

/// Where a number that is not finite stands in the value and in the gradients of an operation, the
/// element that was replaced by one must count: another number in its place changes something there.
@Suite("NaN and infinity reach what depends on them, in every operation")
struct NaNReachTests {
  /// Value and gradients of a row for a random cotangent.
  private func run(_ row: OpCase, _ inputs: [Tensor]) -> [[Double]] {
    let tape = Tape(.training, step: 0)
    let variables = inputs.map(tape.variable)
    let output = row.function(variables)
    let cotangent = Tensor.uniform(
      output.shape, in: 0.5..<1.5, from: RandomStream(seed: 5, name: "cotangent"),
      dtype: .float64)
    let gradients = tape.gradients(of: output, seed: Variable(cotangent))
    return [output.value.scalars]
      + variables.map { gradients[$0]?.scalars ?? [Double](repeating: 0, count: $0.shape.count) }
  }

  private func replaced(
    _ inputs: [Tensor], _ input: Int, _ place: Int, _ number: Double
  ) -> [Tensor] {
    var (inputs, values) = (inputs, inputs[input].scalars)
    values[place] = number
    inputs[input] = Tensor(values, shape: inputs[input].shape, dtype: .float64)
    return inputs
  }

  /// Dropping multiplies with 0, as PyTorch's does, so that what is dropped shows its NaN; and what
  /// saturates behind a normalisation does not change with the numbers that it depends on.
  private static let rows = OpCase.all.filter { row in
    // Factors of a matrix that holds NaN are NaN altogether, and so are the cofactors made from them.
    row.operation != "dropout" && row.operation != "cholesky" && row.operation != "determinant"
      && !row.label.contains("dropout")
      && row.label != "nested"
      && !(row.operation.hasPrefix("batchNormalization")
        && Activation.allCases.contains { row.label.hasSuffix(", \($0)") && $0 != .identity })
  }

  @Test(arguments: rows)
  func reachesWhatDependsOnIt(_ row: OpCase) {
    let inputs = row.makeInputs()
    let plain = run(row, inputs)
    for input in inputs.indices where inputs[input].count > 0 {
      let count = inputs[input].count
      for place in Set([0, count / 2, count - 1]) {
        let others = [-1e3, -1, 1, 1e3].map { change in
          run(row, replaced(inputs, input, place, inputs[input].scalars[place] + change))
        }
        for bad in [Double.nan, .infinity, -.infinity] {
          let found = run(row, replaced(inputs, input, place, bad))
          for (part, values) in found.enumerated() {
            for (position, value) in values.enumerated() where !value.isFinite {
              let counts = others.contains { other in
                !(abs(other[part][position] - plain[part][position]) < 1e-9)
              }
              #expect(
                counts,
                "\(bad) at \(place) of input \(input) is at \(position) of result \(part)")
            }
          }
        }
      }
    }
  }
}
