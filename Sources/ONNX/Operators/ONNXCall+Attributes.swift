import GradusAutodiff
import GradusTensors

/// The attributes of an operator, each with what it is where it is left out.
extension ONNXCall {
  private func attribute(_ name: String) -> AttributeMessage.Value? {
    node.attributes.first { $0.name == name }?.value
  }

  func hasAttribute(_ name: String) -> Bool { attribute(name) != nil }

  private func wrong(_ name: String) -> ONNXError {
    failure("has an attribute \(name.quoted) of the wrong type")
  }

  func integer(_ name: String, _ usual: Int) throws -> Int {
    switch attribute(name) {
    case nil: return usual
    case .integer(let value)?: return value
    default: throw wrong(name)
    }
  }

  func integers(_ name: String) throws -> [Int]? {
    switch attribute(name) {
    case nil: return nil
    case .integers(let values)?: return values
    default: throw wrong(name)
    }
  }

  func float(_ name: String, _ usual: Double) throws -> Double {
    switch attribute(name) {
    case nil: return usual
    // The shortest decimal, so that 0.1 is 0.1 and not the float beside it, in either precision.
    case .float(let value)?: return Double("\(value)") ?? Double(value)
    default: throw wrong(name)
    }
  }

  func text(_ name: String, _ usual: String) throws -> String {
    switch attribute(name) {
    case nil: return usual
    case .text(let value)?: return value
    default: throw wrong(name)
    }
  }

  func tensor(_ name: String) throws -> (tensor: Tensor, kind: ElementKind)? {
    switch attribute(name) {
    case nil: return nil
    case .tensor(let message)?: return try tensor(message)
    default: throw wrong(name)
    }
  }

  /// A value of whole numbers, floats or a tensor that an attribute is.
  func floats(_ name: String) throws -> [Float]? {
    switch attribute(name) {
    case nil: return nil
    case .floats(let values)?: return values
    default: throw wrong(name)
    }
  }

  /// The axes of a reduction or of squeezing, from the attribute or, in newer sets of operators, from input 1.
  func axesAnywhere(rank: Int) throws -> [Int]? {
    if let axes = try integers("axes") { return try self.axes(axes, rank: rank) }
    guard has(1) else { return nil }
    return try axes(integers(1), rank: rank)
  }

  /// What a kind of floats is computed in.
  func dtype(of kind: ElementKind) -> DType {
    kind.isFloating && kind != .float64 ? dtype : .float64
  }
}
