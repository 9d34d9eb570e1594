import Gradus
import GradusTestSupport
import Testing

/// An operation of the table as a layer of its first input; the others are constants.
private final class Operation: Layer {
  let row: OpCase
  let rest: [Tensor]

  init(_ row: OpCase, _ rest: some Sequence<Tensor>) { (self.row, self.rest) = (row, Array(rest)) }

  func forward(_ x: Variable) -> Variable { row.function([x] + rest.map { Variable($0) }) }
}

/// Every operation of the table has a rule for compiled runs that gives what it gives, or is one of those
/// that are refused by name.
@Suite struct CompiledOperationTests {
  /// Operations that are refused: losses, draws, linear systems and operations of backward runs; those of
  /// which the tape does not know what they choose by; sums over the parts of a batch and batch
  /// statistics; and fixed statistics that a row makes like its input.
  private static let refused: Set<String> = [
    "adaptiveAveragePoolScatter", "averagePoolScatter", "batchNormalization",
    "batchNormalizationFixed", "cholesky", "conv2dFilterGradient", "crossEntropy", "determinant",
    "dropout", "inverse", "keepWherePositive", "logAbsoluteDeterminant", "maxPoolGather",
    "maxPoolScatter", "replace", "resizeBilinearScatter", "sharedSum", "solve",
  ]

  /// Rows of other operations that are refused, by label or description: they make constants like their
  /// input, which on a shape alone have no numbers, pick by numbers, or have a refused operation inside.
  private static let refusedRows = [
    "constant": [
      "a tensor on either side", "maximum: with a number", "Euclidean norms", "norms of order 3",
      "bilinear to another size", "bilinear to another size, corners fixed",
      "bicubic to another size", "bicubic to another size, corners fixed", "binary cross entropy",
      "binary cross entropy with weights", "divergence from a target",
      "cross entropy with everything", "cross entropy of rows",
      "cross entropy of weighted distributions", "focal loss without focus",
    ],
    "network": [
      "the place of the greatest", "the greatest of each row", "the greatest along the first axis",
      "the least and greatest places", "sorted", "sorted downwards by positions",
    ],
    "dropout": ["dropout inside and after", "nested"],
    "batchNormalization": ["batch normalisation inside"],
    "replace": ["standard deviations", "unbiased standard deviation", "focal loss"],
  ]

  /// What a row is refused by; nil where it has to be compiled.
  private func refusal(of row: OpCase) -> String? {
    Self.refused.contains(row.operation)
      ? row.operation
      : Self.refusedRows.first {
        $0.value.contains(row.label) || $0.value.contains(row.description)
      }?.key
  }

  @Test(arguments: OpCase.all) func givesWhatTheOperationGives(_ row: OpCase) throws {
    let inputs = row.makeInputs()
    let layer = Operation(row, inputs.dropFirst())
    let run: CompiledModel
    do {
      run = try layer.compiled(for: inputs[0].shape, dtype: inputs[0].dtype)
    } catch let error as CompilationError {
      #expect(error.operation == refusal(of: row), "\(error)")
      return
    }
    #expect(refusal(of: row) == nil)
    let expected = layer(inputs[0])
    #expect(run(inputs[0]).shape == expected.shape)
    #expect(
      run(inputs[0]).scalars.map(\.bitPattern) == expected.scalars.map(\.bitPattern), "\(run)")
  }
}
