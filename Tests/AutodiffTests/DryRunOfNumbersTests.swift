import GradusAutodiff
import GradusTensors
import Testing

/// Operations along an axis refuse a number without axes by an error where a dry run waits for it.
@Suite struct DryRunOfNumbersTests {
  typealias Function = @Sendable (Variable) -> Variable

  private static let functions: [(name: String, function: Function)] = [
    ("gathered", { $0.gathered([0], axis: 0) }),
    ("gathered along", { $0.gathered(along: 0, [0]) }),
    ("scattered", { $0.scatteredAdd([0], axis: 0, length: 2) }),
    ("scattered along", { $0.scatteredAdd(along: 0, [0], length: 2) }),
    ("greatest", { $0.topK(1).values }),
    ("greatest of an axis", { $0.topK(1, axis: 0).values }),
    ("sorted", { $0.sorted(axis: 0).values }),
    ("positions in order", { $0.gathered(along: 0, $0.argSort(axis: 0)) }),
    ("least", { $0.gathered(along: 0, $0.argMin(axis: 0)) }),
    ("flipped", { $0.flipped(axes: [0]) }),
    ("rolled", { $0.rolled(by: 1, axis: 0) }),
    ("moved", { $0.movedAxis(0, to: -1) }),
    ("cumulative", { $0.cumulativeSum(axis: 0) }),
    ("softmax", { $0.softmax(axis: 0) }),
    ("deviation", { $0.standardDeviation(axes: [0]) }),
    ("norms", { $0.norms(axes: [0]) }),
  ]

  @Test(arguments: functions.map(\.name))
  func isRefused(_ name: String) throws {
    let function = try #require(Self.functions.first { $0.name == name }).function
    let error = #expect(throws: ShapeMismatch.self) {
      try Tape.dryRun { tape in function(tape.variable(Tensor(shapeOnly: []))).shape }
    }
    #expect(error?.description.contains("axis") == true)
  }

  @Test func indicesThatDoNotFitAreToldWithTheShape() throws {
    let error = #expect(throws: ShapeMismatch.self) {
      try Tape.dryRun { tape in
        tape.variable(Tensor(shapeOnly: [2, 3])).gathered(along: 1, [0, 1, 2]).shape
      }
    }
    #expect(
      error?.description
        == "gather: 3 indices do not go evenly to the 2 places across axis 1 of shape [2, 3]")
  }

  @Test func weightsThatWouldRepeatLogitsAreRefused() throws {
    let error = #expect(throws: ShapeMismatch.self) {
      try Tape.dryRun { tape in
        tape.variable(Tensor(shapeOnly: [3])).binaryCrossEntropy(
          target: Tensor(shapeOnly: [3]), positiveWeight: Tensor(shapeOnly: [3, 1])
        ).shape
      }
    }
    #expect(
      error?.description.hasPrefix(
        "binaryCrossEntropy: positive weights [3, 1] must broadcast to the logits' shape [3]")
        == true)
    let logits = Variable(Tensor([1, -2, 0.5], dtype: .float64))
    let target = Tensor([1, 0, 1], dtype: .float64)
    let (single, double) = (
      Tensor([2, 3, 4], dtype: .float32), Tensor([2, 3, 4], dtype: .float64)
    )
    #expect(
      logits.binaryCrossEntropy(target: target, positiveWeight: single).value.item
        == logits.binaryCrossEntropy(target: target, positiveWeight: double).value.item)
  }

  @Test func einsumMultipliesByElementsWhereItSumsNothing() {
    let (a, b) = (
      Tensor([[1, 2, 3], [4, 5, 6]], dtype: .float64),
      Tensor([[7, -1, 2], [0.5, 3, -2]], dtype: .float64)
    )
    func run(_ equation: String, _ x: Tensor, _ y: Tensor) -> (value: Tensor, operations: [String])
    {
      let tape = Tape(.training, step: 0)
      let value = Variable.einsum(equation, tape.variable(x), tape.variable(y)).value
      return (value, tape.nodes.map(\.operation.name))
    }
    let product = run("ij,ij->ij", a, b)
    #expect(product.value.scalars == (a * b).scalars)
    #expect(!product.operations.contains("matmul"))
    let rows = run("ij,ij->i", a, b)
    #expect(rows.value.scalars == (a * b).sum(axis: 1).scalars)
    #expect(!rows.operations.contains("matmul"))
    let outer = run("i,j->ji", a[0], b[1])
    #expect(outer.value.scalars == [0.5, 1, 1.5, 3, 6, 9, -2, -4, -6])
    // Σ_k c[b, k] d[b, k, j].
    let (c, d) = (
      Tensor([[1, 2], [3, 4]], dtype: .float64),
      Tensor.range(12, dtype: .float64).reshaped(to: [2, 2, 3])
    )
    #expect(run("bk,bkj->jb", c, d).value.scalars == [6, 54, 9, 61, 12, 68])
    #expect(run("bkj,bk->jb", d, c).value.scalars == [6, 54, 9, 61, 12, 68])
    #expect(run("ij,ik->ijk", a, b).value.shape == [2, 3, 3])
    #expect(run("ij,jk->ik", a, b.transposed()).operations.contains("matmul"))
  }
}
