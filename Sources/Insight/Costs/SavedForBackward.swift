import GradusAutodiff
import GradusLayers
import GradusTensors

/// The bytes that the tape of a training run keeps for its backward run, to the byte.
///
/// Read off a run on shapes alone, whose tensors are counted by the same references as real ones. A
/// tensor that several operations keep counts for the first of them. Parameters are not counted:
/// the model holds them anyway.
public struct SavedForBackward: Sendable {
  /// The shape of the images, `[n, h, w, c]`.
  public let input: Shape
  /// What each operation keeps that none before it keeps, in the order they ran.
  public let operations: [(path: String, operation: String, bytes: Int)]

  /// Runs a network in training mode on shapes.
  ///
  /// - Parameters:
  ///   - model: the network.
  ///   - input: the shape of the batch, `[n, h, w, c]`; batch normalisation of single pixels needs
  ///     two images or more.
  ///   - dtype: the element type of the images; the model's.
  ///   - forward: runs the model on a variable.
  public init(
    of model: any Module, input: Shape, dtype: DType = .float32, forward: (Variable) -> Variable
  ) {
    let members = ModuleIndex(model)
    let memory = ShapeOnlyMemory()
    let tape = Tape(.training, step: 0)
    memory.counting { _ = forward(tape.constant(Tensor(shapeOnly: input, dtype: dtype))) }
    var live = memory.liveBytes
    var found: [(path: String, operation: String, bytes: Int)] = []
    for node in tape.nodes.indices.reversed() where !tape.nodes[node].inputs.isEmpty {
      tape.releaseSaved(of: node)
      let bytes = live - memory.liveBytes
      live -= bytes
      let path = members.path(of: node, on: tape)
      found.append((path, tape.nodes[node].operation.name, bytes))
    }
    self.input = input
    operations = found.reversed()
  }

  /// The bytes of the whole network.
  public var total: Int { operations.reduce(0) { $0 + $1.bytes } }
}
