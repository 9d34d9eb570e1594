import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

@Suite("Every operation takes sizes of zero where mathematics does")
struct EmptySizeTests {
  private func inputs(_ row: EmptyCase, _ dtype: DType) -> [Tensor] {
    row.inputs.enumerated().map { position, shape in
      Tensor.uniform(
        shape, in: 0.5..<1.5, from: RandomStream(seed: 11, name: "\(row)/\(position)"),
        dtype: dtype)
    }
  }

  @Test("every operation of the op table has cases")
  func everyOperationHasCases() {
    let missing = Set(OpCase.all.map(\.operation)).subtracting(EmptyCase.all.map(\.operation))
    #expect(missing.isEmpty, "in OpTable/EmptyCase.swift: \(missing.sorted())")
  }

  @Test("values, with and without a tape and on shapes alone", arguments: EmptyCase.all)
  func values(_ row: EmptyCase) {
    for dtype in DType.allCases {
      let tensors = inputs(row, dtype)
      let tape = Tape(.training, step: 0)
      for variables in [tensors.map { Variable($0) }, tensors.map(tape.variable)] {
        let result = row.function(variables)
        #expect(result.shape == row.output && result.dtype == dtype)
        if let value = row.value {
          #expect(result.value.scalars.allSatisfy { $0 == value || $0.isNaN && value.isNaN })
        }
      }
      let alone = row.inputs.map { Variable(Tensor(shapeOnly: $0, dtype: dtype)) }
      #expect(row.function(alone).shape == row.output)
    }
  }

  @Test(
    "gradients of first and second order are zero where nothing comes out", arguments: EmptyCase.all
  )
  func gradients(_ row: EmptyCase) throws {
    let tape = Tape(.training, step: 0)
    let variables = inputs(row, .float64).map(tape.variable)
    let output = row.function(variables)
    let first = tape.gradients(of: output.sum(), createGraph: true)
    var total: Variable?
    for variable in variables {
      let gradient = try #require(first.variableGradient(of: variable))
      #expect(gradient.shape == variable.shape && gradient.value.isFinite)
      if output.shape.count == 0 {
        #expect(gradient.value.scalars.allSatisfy { $0 == 0 })
      }
      let product = (gradient * variable).sum()
      total = total.map { $0 + product } ?? product
    }
    let second = tape.gradients(of: try #require(total))
    for variable in variables {
      guard let gradient = second[variable] else { continue }
      #expect(gradient.shape == variable.shape && gradient.isFinite)
    }
  }
}
