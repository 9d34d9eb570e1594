import Foundation
import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Functions of the elements of several inputs, which broadcast.
  static let combinations: [ONNXOperator] = [
    binary("Add") { $0 + $1 }, binary("Sub") { $0 - $1 }, binary("Mul") { $0 * $1 },
    one("Div") { call in
      let (values, like) = try call.aligned()
      try call.require(values.count == 2, "takes two inputs, and has \(values.count)")
      let quotient = values[0] / values[1]
      // Whole numbers are divided towards 0.
      return like.with(
        like.kind.isFloating ? quotient : quotient.stepped("quotient") { $0.rounded(.towardZero) })
    },
    one("Mod") { call in
      let isC = try call.integer("fmod", 0) == 1
      let (values, like) = try call.aligned()
      try call.require(values.count == 2, "takes two inputs, and has \(values.count)")
      return like.with(values[0].remainder(of: values[1], keepsSign: isC))
    },
    one("Pow") { call in
      let base = try call.value(0)
      // Whole numbers to the power of a half, or of less than 0, are cut off.
      func like(_ base: ONNXValue, _ power: Variable) -> ONNXValue {
        base.with(
          base.kind.isFloating ? power : power.stepped("power") { $0.rounded(.towardZero) })
      }
      if call.has(1), let exponent = try? call.number(1), try call.value(1).rank <= base.rank {
        return like(base, base.variable.power(exponent))
      }
      var call = call
      let dtype = base.variable.dtype
      call.inputs[1] = try call.value(1).with(call.value(1).variable.converted(to: dtype))
      let (values, aligned) = try call.aligned()
      return like(aligned, values[0].power(values[1]))
    },
    variadic("Max") { $0.maximum($1) }, variadic("Min") { $0.minimum($1) },
    variadic("Sum") { $0 + $1 },
    one("Mean") { call in
      let (values, like) = try call.aligned()
      try call.require(!values.isEmpty, "takes inputs, and has none")
      return like.with(values.dropFirst().reduce(values[0], +) / Double(values.count))
    },
    one("PRelu") { call in
      let (values, like) = try call.aligned()
      try call.require(values.count == 2, "takes two inputs, and has \(values.count)")
      return like.with(values[0].prelu(values[1]))
    },
    one("Where") { call in
      let (values, like) = try call.aligned(leader: 1)
      try call.require(values.count == 3, "takes three inputs, and has \(values.count)")
      let mask = values[0].value.converted(to: values[1].dtype)
      return like.with(values[2].replacing(with: values[1], where: mask))
    },
  ]

  private static func binary(
    _ name: String, _ function: @Sendable @escaping (Variable, Variable) -> Variable
  ) -> ONNXOperator {
    one(name) { call in
      let (values, like) = try call.aligned()
      try call.require(values.count == 2, "takes two inputs, and has \(values.count)")
      return like.with(function(values[0], values[1]))
    }
  }

  private static func variadic(
    _ name: String, _ function: @Sendable @escaping (Variable, Variable) -> Variable
  ) -> ONNXOperator {
    one(name) { call in
      let (values, like) = try call.aligned()
      try call.require(!values.isEmpty, "takes inputs, and has none")
      return like.with(values.dropFirst().reduce(values[0], function))
    }
  }
}

extension ONNXCall {
  func require(_ holds: Bool, _ problem: @autoclosure () -> String) throws {
    if !holds { throw failure(problem()) }
  }

  /// The inputs as variables that broadcast with each other, and a value whose axes the result has; in the
  /// order of the largest input, so that images stay as they are.
  ///
  /// - Parameter leader: the input whose kind the result has; those before it are truth values.
  func aligned(leader: Int = 0) throws -> (values: [Variable], like: ONNXValue) {
    let values = try inputs.indices.map { try value($0) }
    let rank = values.map(\.rank).max() ?? 0
    let full = values.filter { $0.rank == rank }
    guard let largest = full.max(by: { $0.variable.count < $1.variable.count }),
      values.indices.contains(leader)
    else { throw failure("lacks inputs") }
    let order = largest.order
    let isNative = order == Array(0..<rank)
    let places = (0..<rank).map { place in order.firstIndex(of: place)! }
    let variables = try values.map { value -> Variable in
      if value.rank == rank { return value.variable(in: order) }
      if value.rank == 0 || isNative { return value.native }
      let padded = [Int](repeating: 1, count: rank - value.rank) + value.shape
      return try value.native.reshaped(to: shape(padded)).permuted(places)
    }
    guard variables[leader...].allSatisfy({ $0.dtype == variables[leader].dtype }) else {
      throw failure("mixes \(values[leader...].map { "\($0.kind)" }.joined(separator: " and "))")
    }
    try requireBroadcasting(variables)
    var like = values[leader]
    like.order = order
    return (variables, like)
  }

  private func requireBroadcasting(_ variables: [Variable]) throws {
    let rank = variables.map(\.rank).max() ?? 0
    for axis in 0..<rank {
      let lengths = Set(
        variables.compactMap { $0.rank > axis ? $0.shape[-1 - axis] : nil }.filter { $0 != 1 })
      try require(
        lengths.count <= 1,
        "has inputs whose shapes do not go together: "
          + inputs.compactMap { $0.map { "\($0.shape)" } }.joined(separator: ", "))
    }
    let lengths = (0..<rank).map { axis in
      variables.compactMap { $0.rank > axis ? $0.shape[-1 - axis] : nil }.reduce(1) {
        $0 == 1 ? $1 : $0
      }
    }
    _ = try shape(lengths)
  }
}

extension Variable {
  /// What is left of a division; it has the sign of the divisor, or the dividend's as in C. No gradient
  /// reaches the divisor.
  fileprivate func remainder(of divisor: Variable, keepsSign: Bool) -> Variable {
    let own = shape
    let pattern = value + divisor.value
    guard !pattern.isShapeOnly else { return Variable(pattern) }
    let (a, b) = (
      value.broadcast(to: pattern.shape).scalars, divisor.value.broadcast(to: pattern.shape).scalars
    )
    let rest = zip(a, b).map { a, b -> Double in
      let rest = a.truncatingRemainder(dividingBy: b)
      return !keepsSign && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest
    }
    return record(
      TapeOperation("remainder", .arithmetic),
      value: Tensor(rest, shape: pattern.shape, dtype: dtype), (self, { g in g.sum(to: own) }))
  }
}
