import GradusAutodiff
import GradusTensors

/// What a model does in inference to an input of one shape: its operations, in order.
struct InferenceGraph {
  /// The run that is read.
  let tape: Tape
  /// The node of the input.
  let input: Int
  /// The node of the result.
  let output: Int
  /// The values that do not depend on the input, by node: weights, constants and what is made of them.
  let known: [Int: Tensor]
  /// How many operations that the result depends on take a node's value.
  private let uses: [Int: Int]

  /// Runs `forward` on a shape alone, recorded.
  ///
  /// - Throws: `CompilationError` when the result does not depend on the input.
  init(
    _ shape: Shape, dtype: DType, _ forward: (Variable) -> Variable
  ) throws(CompilationError) {
    let values = KnownValues()
    tape = Tape(.inference, updatesStatistics: false, observers: [values])
    tape.recordsConstants = true
    let x = tape.constant(Tensor(shapeOnly: shape, dtype: dtype))
    let result = withExtendedLifetime(tape) { TrapPlace.naming("compiled") { forward(x) } }
    guard let input = x.node, let output = result.node, result.tape === tape,
      values.known[output] == nil
    else {
      throw CompilationError(
        "", "network", "gives a result that is no function of its input's variable")
    }
    (self.input, self.output, known) = (input, output, values.known)
    var uses = [output: 1]
    for node in tape.nodes.indices.reversed() where uses[node] != nil && known[node] == nil {
      for case let source? in tape.nodes[node].inputs { uses[source, default: 0] += 1 }
    }
    self.uses = uses
  }

  /// The nodes that depend on the input and that the result depends on, in order; the input is not
  /// one of them.
  var computed: [Int] {
    tape.nodes.indices.filter { uses[$0] != nil && known[$0] == nil && $0 != input }
  }

  /// Whether one operation alone takes a node's value.
  func isUsedOnce(_ node: Int) -> Bool { uses[node] == 1 && node != output }

  /// The bytes of what is known beforehand and that the result depends on.
  var constantBytes: Int {
    let leaves = known.filter { uses[$0.key] != nil }.map(\.value)
    let statistics = computed.compactMap { tape.nodes[$0].knownStatistics }.flatMap { [$0, $1] }
    return (leaves + statistics).reduce(0) { $0 + $1.count * $1.dtype.byteCount }
  }

  /// The nodes of an operation's inputs; what is on the tape of none is recorded as a constant.
  func inputs(of node: Int) -> [Int] { tape.nodes[node].inputs.compactMap(\.self) }

  /// An error of a node.
  func failure(_ node: Int, _ problem: String) -> CompilationError {
    CompilationError(tape.path(of: node), tape.nodes[node].operation.name, problem)
  }
}

extension TapeNode {
  /// The fixed statistics of a normalisation; nil where they have no values.
  var knownStatistics: (mean: Tensor, inverse: Tensor)? {
    statistics.flatMap { $0.mean.isShapeOnly || $0.inverse.isShapeOnly ? nil : $0 }
  }
}

/// Keeps the values of a run on shapes that have any.
private final class KnownValues: TapeObserver {
  private(set) var known: [Int: Tensor] = [:]

  func observe(_ event: TapeEvent, on tape: Tape) {
    guard case .recorded(let node, let value) = event, !value.isShapeOnly else { return }
    known[node] = value
  }
}
