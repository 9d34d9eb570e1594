import Foundation
import GradusAutodiff
import GradusTensors
import GradusTestSupport
import Testing

@Suite("Every recorded operation has a row in the op table, and every row runs without memory")
struct OpTableCompletenessTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(under folder: String) throws -> String {
    let url = root.appending(path: folder)
    let files = try #require(
      FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil))
    // Operators of ONNX that are no operation here have tests of their own.
    return try files.compactMap { $0 as? URL }
      .filter { $0.pathExtension == "swift" && !$0.path.contains("/Sources/ONNX/") }
      .map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
      .split(separator: "\n").filter { !$0.drop(while: { $0 == " " }).hasPrefix("//") }
      .joined(separator: "\n")
  }

  /// What a tape gets without an operation: leaves.
  private static let leaves = ["constant", "variable", "parameter"]

  private func recordedNames(_ row: OpCase) -> [String] {
    let tape = Tape(.training, step: 0)
    _ = row.function(row.makeInputs().map(tape.variable))
    return tape.nodes.map(\.operation.name)
  }

  @Test("every operation that the sources record has rows, two at least")
  func everyOperationHasRows() throws {
    let sources = try Self.text(under: "Sources")
    let literals = sources.matches(of: /\bTapeOperation\(\s*"(\w+)"/).map { String($0.output.1) }
    // Activations are recorded in one place for all of them, under their own names.
    let activations = sources.matches(of: /\bTapeOperation\(\s*activation\.rawValue/).count
    let uses = sources.matches(of: /\bTapeOperation\(/).count
    #expect(activations == 1)
    #expect(uses == literals.count + 1, "an operation's name must be written where it is made")
    let names = Set(literals + Activation.allCases.map(\.rawValue))
      .subtracting(Self.leaves + [Activation.identity.rawValue])
    #expect(names.count > 50)
    let rows = Dictionary(grouping: OpCase.all, by: \.operation)
    let missing = names.subtracting(rows.keys).sorted()
    #expect(missing.isEmpty, "operations without a row in Tests/TestSupport/OpTable: \(missing)")
    let unknown = Set(rows.keys).subtracting(names).sorted()
    #expect(unknown.isEmpty, "rows of operations that nobody records: \(unknown)")
    let few = rows.filter { $0.value.count < 2 }.keys.sorted()
    #expect(few.isEmpty, "operations with a single row: \(few)")
  }

  @Test("every row records the operation it is named after", arguments: OpCase.all)
  func rowsRecordTheirOperation(_ row: OpCase) {
    #expect(recordedNames(row).contains(row.operation))
  }

  @Test("every public function of Ops, and of what is composed of them, is called by a row")
  func everyPublicFunctionIsCalled() throws {
    let operations = try Self.text(under: "Sources/Autodiff/Ops")
    let composed = try Self.text(under: "Sources/Tensors/Composed")
    let table = try Self.text(under: "Tests/TestSupport/OpTable")
    let names = Set(
      (operations + composed).matches(of: /public (?:static )?func (\w+)/)
        .map { String($0.output.1) }
    )
    // What subscripts ask of numbers and ranges.
    .subtracting(["selection"])
    #expect(names.count > 40)
    let missing = names.filter { !table.contains(".\($0)(") }.sorted()
    #expect(missing.isEmpty, "public functions that no row calls: \(missing)")
  }

  @Test("every operation of the table is in Docs/Derivatives.md")
  func everyOperationIsDocumented() throws {
    let document = try String(
      contentsOf: Self.root.appending(path: "Docs/Derivatives.md"), encoding: .utf8)
    let missing = Set(OpCase.all.map(\.operation)).filter { !document.contains("| `\($0)` |") }
    #expect(missing.isEmpty, "not in Docs/Derivatives.md: \(missing.sorted())")
  }

  @Test("shape-only runs give the same shapes, forward and backward", arguments: OpCase.all)
  func shapeOnlyRunsAgree(_ row: OpCase) {
    let real = row.function(row.makeInputs().map { Variable($0) }).shape
    let tape = Tape(.training)
    let inputs = row.inputs.map { tape.variable(Tensor(shapeOnly: $0.shape, dtype: .float64)) }
    let output = row.function(inputs)
    #expect(output.shape == real)
    #expect(output.value.isShapeOnly)
    for createGraph in [true, false] {
      let gradients = tape.gradients(
        of: output, seed: Variable(output.value), createGraph: createGraph)
      for input in inputs { #expect(gradients[input]?.shape == input.shape) }
    }
  }

  @Test("shape-only runs hold no memory")
  func shapeOnlyRunsUseNoMemory() async {
    await #expect(processExitsWith: .success) {
      let rows = OpCase.all
      let before = BufferPool.shared.statistics
      for row in rows {
        let tape = Tape(.training)
        let output = row.function(
          row.inputs.map { tape.variable(Tensor(shapeOnly: $0.shape, dtype: .float64)) })
        let statistics = BufferPool.shared.statistics
        // A single number, such as the zero that a mask is compared with, takes one cache line.
        precondition(statistics.live - before.live <= 64, "\(row) holds \(statistics.live) bytes")
        precondition(
          statistics.peak - before.peak <= 256, "\(row) reached \(statistics.peak) bytes")
        _ = tape.gradients(of: output, seed: Variable(output.value))
      }
    }
  }
}
