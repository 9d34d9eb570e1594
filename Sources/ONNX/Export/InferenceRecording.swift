import GradusAutodiff
import GradusLayers
import GradusTensors

/// A run in inference on shapes alone, recorded with two numbers of images, which tell the axes that are
/// as long as there are images.
struct InferenceRecording {
  /// The run that is read.
  let tape: Tape
  /// The node of the images.
  let input: Int
  /// The node of the result.
  let output: Int
  /// The values of constants, by node.
  let constants: [Int: Tensor]
  /// The nodes that the result depends on, in order.
  let needed: [Int]
  /// How many of them take a node's value.
  let uses: [Int: Int]

  /// The same run with more images.
  private let other: Tape

  /// Primes that no layer has.
  private static let batches = (10_007, 10_009)

  /// Runs `forward` on images like `shape`, `[n, ...]`, of any number; throws `ONNXError` where what it
  /// does depends on how many there are.
  init(_ shape: Shape, dtype: DType, _ forward: (Variable) -> Variable) throws {
    let (first, second) = (
      Self.record(shape, Self.batches.0, dtype, forward),
      Self.record(shape, Self.batches.1, dtype, forward)
    )
    (tape, other, constants) = (first.tape, second.tape, first.constants)
    (input, output) = (first.input, first.output)
    guard tape.nodes.count == other.nodes.count,
      zip(tape.nodes, other.nodes).allSatisfy({ $0.operation.name == $1.operation.name })
    else {
      throw ONNXError(
        place: "", operation: "network", "does other things to other numbers of images")
    }
    var reached: Set<Int> = [output]
    var uses: [Int: Int] = [:]
    for node in tape.nodes.indices.reversed() where reached.contains(node) {
      for case let source? in tape.nodes[node].inputs {
        reached.insert(source)
        uses[source, default: 0] += 1
      }
    }
    needed = reached.sorted()
    self.uses = uses
  }

  /// Whether an axis of a node's value is as long as there are images.
  func isBatch(_ axis: Int, of node: Int) -> Bool {
    tape.nodes[node].shape[axis] != other.nodes[node].shape[axis]
  }

  /// The lengths of a node's axes, of which nil is the number of images; nil where one depends on that
  /// number in another way.
  func lengths(of node: Int) -> [Int?]? {
    let (a, b) = (tape.nodes[node].shape.dimensions, other.nodes[node].shape.dimensions)
    let isKnown = zip(a, b).allSatisfy { $0 == $1 || ($0, $1) == Self.batches }
    return isKnown ? fixedLengths(of: node) : nil
  }

  /// The lengths of a node's axes, of which nil depends on the number of images; nil where the number of
  /// axes does.
  func fixedLengths(of node: Int) -> [Int?]? {
    let (a, b) = (tape.nodes[node].shape.dimensions, other.nodes[node].shape.dimensions)
    return a.count == b.count ? zip(a, b).map { $0 == $1 ? $0 : nil } : nil
  }

  /// Which axes of one node become which of another; nil where that depends on the number of images.
  func reshaping(from source: Int, to target: Int) -> ReshapedAxes? {
    let axes = [tape, other].map { tape in
      ReshapedAxes(tape.nodes[source].shape.dimensions, tape.nodes[target].shape.dimensions)
    }
    return axes[0] == axes[1] ? axes[0] : nil
  }

  /// Whether an operation's attributes are the same for other numbers of images.
  func hasFixedAttribute(_ name: String, _ node: Int) -> Bool {
    tape.nodes[node].operation.attributes[name] == other.nodes[node].operation.attributes[name]
  }

  private static func record(
    _ shape: Shape, _ batch: Int, _ dtype: DType, _ forward: (Variable) -> Variable
  ) -> (tape: Tape, input: Int, output: Int, constants: [Int: Tensor]) {
    let values = ConstantValues()
    let tape = Tape(.inference, updatesStatistics: false, observers: [values])
    tape.recordsConstants = true
    let images = tape.constant(
      Tensor(shapeOnly: Shape([batch] + shape.dimensions.dropFirst()), dtype: dtype))
    let result = forward(images)
    guard let input = images.node, let output = result.node else {
      preconditionFailure("saveONNX: the model's result is not on the tape of its input")
    }
    return (tape, input, output, values.known)
  }
}

/// Keeps the values of constants of a run on shapes.
private final class ConstantValues: TapeObserver {
  private(set) var known: [Int: Tensor] = [:]

  func observe(_ event: TapeEvent, on tape: Tape) {
    guard case .recorded(let node, let value) = event, tape.nodes[node].operation.kind == .leaf,
      tape.nodes[node].owner == nil, !value.isShapeOnly
    else { return }
    known[node] = value
  }
}
