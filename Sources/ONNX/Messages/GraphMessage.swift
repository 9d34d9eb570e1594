import GradusInterchange

/// ONNX's `GraphProto`: operators in the order they run, and the tensors they use.
struct GraphMessage: Sendable {
  var name = ""
  var nodes: [NodeMessage] = []
  var initializers: [TensorMessage] = []
  var inputs: [ValueMessage] = []
  var outputs: [ValueMessage] = []

  func write(to writer: inout WireWriter) {
    for node in nodes { writer.message(1, node.write) }
    writer.text(2, name)
    for tensor in initializers { writer.message(5, tensor.write) }
    for input in inputs { writer.message(11, input.write) }
    for output in outputs { writer.message(12, output.write) }
  }
}

/// ONNX's `ValueInfoProto`: an input or output of a graph, with the lengths of its axes.
struct ValueMessage: Sendable {
  /// The length of an axis.
  enum Dimension: Sendable, Hashable {
    case fixed(Int)
    /// One that is known by name only, such as that of a batch.
    case named(String)
  }

  var name = ""
  /// The number of the element type.
  var kind = 0
  /// The axes; nil where the file does not say.
  var dimensions: [Dimension]?

  func write(to writer: inout WireWriter) {
    writer.text(1, name)
    writer.message(2) { type in
      type.message(1) { tensor in
        tensor.integer(1, kind)
        guard let dimensions else { return }
        tensor.message(2) { shape in
          for dimension in dimensions {
            shape.message(1) {
              switch dimension {
              case .fixed(let length): $0.integer(1, length)
              case .named(let name): $0.text(2, name)
              }
            }
          }
        }
      }
    }
  }
}
