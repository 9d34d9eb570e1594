import Gradus

extension ConformanceOperations {
  static let products: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["mm"] = { call in [try call.tensor(0).matmul(call.tensor(1, "mat2"))] }
    rules["bmm"] = { call in [try call.tensor(0).matmul(call.tensor(1, "mat2"))] }
    rules["dot"] = { call in [(try call.tensor(0) * call.tensor(1)).sum()] }
    rules["outer"] = { call in
      [try call.tensor(0).expanded(axis: 1) * call.tensor(1).expanded(axis: 0)]
    }
    rules["addmm"] = { call in
      let product = try call.tensor(1, "mat1").matmul(call.tensor(2, "mat2"))
      return [
        try call.tensor(0) * call.number(99, "beta", 1) + product * call.number(99, "alpha", 1)
      ]
    }
    rules["matmul"] = { call in
      let (a, b) = (try call.tensor(0), try call.tensor(1))
      // Vectors are a row on the left and a column on the right.
      let (left, right) = try broadcastBatches(
        a.shape.rank == 1 ? a.expanded(axis: 0) : a, b.shape.rank == 1 ? b.expanded(axis: 1) : b)
      var lengths = left.shape.dimensions.dropLast(2)
      if a.shape.rank > 1 { lengths.append(left.shape[-2]) }
      if b.shape.rank > 1 { lengths.append(right.shape[-1]) }
      return [left.matmul(right).reshaped(to: Shape(Array(lengths)))]
    }
    rules["einsum"] = { call in
      let operands = try call.tensors(0)
      let equation = explicit(call.text(1, "equation", ""))
      guard !equation.contains(".") else { throw Different("has no ... in its equations") }
      switch operands.count {
      case 1: return [Variable.einsum(equation, operands[0])]
      case 2: return [Variable.einsum(equation, operands[0], operands[1])]
      default: return [Variable.einsum(equation, operands[0], operands[1], operands[2])]
      }
    }
    rules["linalg.inv"] = { call in [try matrix(call.tensor(0)).inverse()] }
    rules["linalg.det"] = { call in [try matrix(call.tensor(0)).determinant()] }
    rules["linalg.slogdet"] = { call in
      let x = try matrix(call.tensor(0))
      return [Variable(x.determinant().value.sign()), x.logAbsoluteDeterminant()]
    }
    rules["linalg.cholesky"] = { call in
      let factor = try matrix(call.tensor(0)).cholesky()
      return [call.flag(1, "upper") ? factor.transposed() : factor]
    }
    rules["linalg.solve"] = { call in
      let (a, b) = (try matrix(call.tensor(0)), try call.tensor(1))
      // As PyTorch tells vectors from matrices.
      let isVector =
        b.shape.rank == 1
        || b.shape.rank == a.shape.rank - 1
          && b.shape.dimensions == Array(a.shape.dimensions.dropLast())
      let isLeft = call.flag(99, "left", true)
      let columns = isVector ? b.expanded(axis: -1) : b
      let (left, right) = try broadcastBatches(
        isLeft ? a : a.transposed(), isLeft ? columns : columns.transposed())
      let solution = left.solve(right)
      if isVector {
        return [solution.reshaped(to: Shape(Array(solution.shape.dimensions.dropLast())))]
      }
      return [isLeft ? solution : solution.transposed()]
    }
    rules["nn.functional.linear"] = { call in
      let (x, weight) = (try call.tensor(0), try call.tensor(1, "weight"))
      // A vector of weights gives one number.
      guard weight.shape.rank == 2 else {
        let product = (x * weight).sum(axis: -1)
        return [call.optional(2, "bias").map { product + $0 } ?? product]
      }
      let product = x.reshaped(to: [x.shape.dimensions.dropLast().reduce(1, *), x.shape[-1]])
        .matmul(weight, transposeRHS: true)
        .reshaped(to: Shape(Array(x.shape.dimensions.dropLast()) + [weight.shape[0]]))
      return [call.optional(2, "bias").map { product + $0 } ?? product]
    }
    return rules
  }()

  private static func matrix(_ x: Variable) throws -> Variable {
    guard x.shape.rank >= 2 else { throw Different("needs a matrix") }
    return x
  }

  /// Matrices whose batches broadcast, as batches of one shape.
  private static func broadcastBatches(
    _ a: Variable, _ b: Variable
  ) throws -> (Variable, Variable) {
    let batch = joint(
      Shape(Array(a.shape.dimensions.dropLast(2))), Shape(Array(b.shape.dimensions.dropLast(2))))
    func whole(_ x: Variable) -> Variable {
      x.broadcast(to: Shape(batch.dimensions + x.shape.dimensions.suffix(2)))
    }
    return (whole(a), whole(b))
  }

  /// An equation with its result's letters: those that come once, in the order of the alphabet.
  private static func explicit(_ equation: String) -> String {
    let equation = equation.filter { $0 != " " }
    if equation.contains("->") { return equation }
    let letters = equation.filter(\.isLetter)
    let once = Set(letters).filter { letter in letters.filter { $0 == letter }.count == 1 }
    return equation + "->" + String(once.sorted())
  }
}
