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
    // What `Int.max` has become, see `TensorMessage`.
    if number == 0x1p63 { return Int.max }
    guard let integer = Int(exactly: number.rounded(.towardZero)) else {
      throw failure("has \(number) in \(place), where a whole number should be")
    }
    return integer
  }
}
