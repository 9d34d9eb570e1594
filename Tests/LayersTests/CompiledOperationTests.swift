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
  /// Losses, draws, linear systems and operations of backward runs; operations of which the tape does not
  /// know what they choose by; sums over the parts of a batch and batch statistics; constants and
  /// statistics that a row makes like its input, and networks that pick by numbers.
  private static let refused: Set<String> = [
    "adaptiveAveragePoolScatter", "averagePoolScatter", "batchNormalization",
    "batchNormalizationFixed", "cholesky", "constant", "conv2dFilterGradient", "crossEntropy",
    "determinant", "dropout", "inverse", "keepWherePositive", "logAbsoluteDeterminant",
    "maxPoolGather", "maxPoolScatter", "network", "replace", "resizeBilinearScatter", "sharedSum",
    "solve",
  ]

  @Test(arguments: OpCase.all) func givesWhatTheOperationGives(_ row: OpCase) throws {
    let inputs = row.makeInputs()
    let layer = Operation(row, inputs.dropFirst())
    let run: CompiledModel
    do {
      run = try layer.compiled(for: inputs[0].shape, dtype: inputs[0].dtype)
    } catch let error as CompilationError {
      #expect(Self.refused.contains(error.operation), "\(error)")
      return
    }
    let expected = layer(inputs[0])
    #expect(run(inputs[0]).shape == expected.shape)
    #expect(
      run(inputs[0]).scalars.map(\.bitPattern) == expected.scalars.map(\.bitPattern), "\(run)")
  }
}
