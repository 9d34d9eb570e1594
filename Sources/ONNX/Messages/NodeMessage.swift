import GradusInterchange

/// ONNX's `NodeProto`: an operator with its inputs, outputs and attributes.
struct NodeMessage: Sendable {
  var name = ""
  /// The operator: `Conv`.
  var operation = ""
  /// Whose operator it is; empty for ONNX's own.
  var domain = ""
  /// The values it takes; empty for an optional one that is left out.
  var inputs: [String] = []
  /// The values it makes.
  var outputs: [String] = []
  var attributes: [AttributeMessage] = []

  func write(to writer: inout WireWriter) {
    for input in inputs { writer.text(1, input) }
    for output in outputs { writer.text(2, output) }
    writer.text(3, name)
    writer.text(4, operation)
    for attribute in attributes { writer.message(5, attribute.write) }
    if !domain.isEmpty { writer.text(7, domain) }
  }
}

/// ONNX's `AttributeProto`: a named value of an operator.
struct AttributeMessage: Sendable {
  /// The value, of the types that are read.
  enum Value: Sendable {
    case float(Float)
    case integer(Int)
    case text(String)
    case tensor(TensorMessage)
    case floats([Float])
    case integers([Int])
    case texts([String])
    /// A graph, or another type that no operator here has; with the type's number.
    case unread(Int)
  }

  var name = ""
  var value = Value.unread(0)

  init() {}

  init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }

  func write(to writer: inout WireWriter) {
    writer.text(1, name)
    switch value {
    case .float(let number):
      writer.float(2, number)
      writer.integer(20, 1)
    case .integer(let number):
      writer.integer(3, number)
      writer.integer(20, 2)
    case .text(let text):
      writer.text(4, text)
      writer.integer(20, 3)
    case .tensor(let tensor):
      writer.message(5, tensor.write)
      writer.integer(20, 4)
    case .floats(let numbers):
      writer.floats(7, numbers)
      writer.integer(20, 6)
    case .integers(let numbers):
      // One by one, as the definition of old has them.
      for number in numbers { writer.integer(8, number) }
      writer.integer(20, 7)
    case .texts(let texts):
      for text in texts { writer.text(9, text) }
      writer.integer(20, 8)
    case .unread: break
    }
  }
}
