import GradusAutodiff
import GradusInterchange
import GradusTensors

/// One operator of a network while it runs: its inputs and attributes, with errors that name it.
struct ONNXCall {
  /// The operator.
  let node: NodeMessage
  /// What it takes; nil for an optional input that is left out.
  var inputs: [ONNXValue?]
  /// The version of the set of operators.
  let opset: Int
  /// The type that floats of the network are computed in.
  let dtype: DType
  /// What may be made of numbers that do not depend on the network's input, where it is only checked.
  var budget: ONNXBudget?
  /// Reads a tensor that is an attribute.
  let tensor: (TensorMessage) throws -> (tensor: Tensor, kind: ElementKind)

  /// The most numbers that an operator makes out of nothing, as `ConstantOfShape` does: more than that no
  /// file justifies.
  static let mostMade = 1 << 27

  func failure(_ problem: String) -> ONNXError {
    ONNXError(
      place: node.name.isEmpty ? (node.outputs.first ?? "").onOneLine() : node.name.onOneLine(),
      operation: "\(node.operation.onOneLine())", "(opset \(opset)) \(problem)")
  }

  // MARK: Inputs

  func has(_ place: Int) -> Bool { inputs.indices.contains(place) && inputs[place] != nil }

  func value(_ place: Int) throws -> ONNXValue {
    guard has(place), let value = inputs[place] else { throw failure("lacks input \(place)") }
    return value
  }

  /// An input in ONNX's order of axes.
  func native(_ place: Int) throws -> Variable { try value(place).native }

  /// An input of images `[n, c, h, w]` as `[n, h, w, c]`.
  func images(_ place: Int) throws -> Variable {
    let value = try value(place)
    guard value.rank == 4 else {
      throw failure("takes images [n, c, h, w], and has \(value.shape)")
    }
    return value.variable(in: AxisOrder.channelsFirst(4))
  }

  /// The whole numbers that an input is.
  func integers(_ place: Int) throws -> [Int] {
    let value = try native(place).value
    guard !value.isShapeOnly else {
      // A check has shapes only; the network itself may have the numbers.
      if budget != nil { throw ONNXBudget.Exceeded() }
      throw failure("needs numbers in input \(place) that depend on the network's input")
    }
    return try value.scalars.map { try integer($0, "input \(place)") }
  }

  /// The one number that an input is.
  func number(_ place: Int) throws -> Double {
    let value = try value(place).variable.value
    guard !value.isShapeOnly else {
      // A check has shapes only; the network itself may have the numbers.
      if budget != nil { throw ONNXBudget.Exceeded() }
      throw failure("needs a number in input \(place) that depends on the network's input")
    }
    guard value.count == 1 else {
      throw failure("needs one number in input \(place), and has \(value.shape)")
    }
    return value.scalars[0]
  }

  /// An axis of a rank that may be counted from the end.
  func axis(_ axis: Int, rank: Int) throws -> Int {
    guard axis >= -rank, axis < rank else {
      throw failure("has the axis \(axis) of \(rank)")
    }
    return axis < 0 ? axis + rank : axis
  }

  /// Different axes of a rank, sorted.
  func axes(_ axes: [Int], rank: Int) throws -> [Int] {
    let result = try axes.map { try axis($0, rank: rank) }.sorted()
    guard Set(result).count == result.count else { throw failure("has an axis twice in \(axes)") }
    return result
  }

  /// A shape that memory can hold.
  func shape(_ lengths: [Int]) throws -> Shape {
    guard Shape.isPossible(lengths) else {
      throw failure("has a result of the impossible shape \(lengths.prefix(8))")
    }
    let shape = Shape(lengths)
    if let budget, isReal { try budget.allow(shape.count) }
    return shape
  }

  /// Whether there are numbers behind all inputs, so that the operator computes something.
  private var isReal: Bool { inputs.allSatisfy { $0?.variable.isShapeOnly != true } }

  /// Stops a check before something large is computed that does not depend on the network's input.
  func requireInput() throws { if budget != nil, isReal { throw ONNXBudget.Exceeded() } }

  /// Allows so many numbers or places to be made.
  func allow(_ count: Int) throws {
    guard count <= Self.mostMade else {
      throw failure("would make \(count) numbers; at most \(Self.mostMade) are")
    }
    try budget?.allow(count)
  }

  /// The same for numbers that the operator makes out of nothing.
  func madeShape(_ lengths: [Int]) throws -> Shape {
    let shape = try shape(lengths)
    try allow(shape.count)
    return shape
  }

  private func integer(_ number: Double, _ place: String) throws -> Int {
    guard let integer = Int(exactly: number.rounded(.towardZero)) else {
      throw failure("has \(number) in \(place), where a whole number should be")
    }
    return integer
  }

  // MARK: Attributes

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
