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
      let (batchA, batchB) = (a.shape.dimensions.dropLast(2), b.shape.dimensions.dropLast(2))
      guard a.shape.rank >= 2, b.shape.rank >= 2,
        batchA == batchB || batchA.isEmpty || batchB.isEmpty
      else { throw Different("batches are equal or absent") }
      return [a.matmul(b)]
    }
    rules["einsum"] = { call in
      let operands = try call.tensors(0)
      let equation = call.text(1, "equation", "")
      guard !equation.contains("."), equation.contains("->") else {
        throw Different("letters and ->")
      }
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
      if call.flag(1, "upper") { throw Different("the lower triangle") }
      return [try matrix(call.tensor(0)).cholesky()]
    }
    rules["linalg.solve"] = { call in
      let (a, b) = (try matrix(call.tensor(0)), try call.tensor(1).nonEmpty())
      guard call.flag(99, "left", true),
        a.shape.dimensions.dropLast(2) == b.shape.dimensions.dropLast(2),
        a.shape.rank == b.shape.rank
      else { throw Different("batches are equal, on the right of the matrix") }
      return [a.solve(b)]
    }
    rules["nn.functional.linear"] = { call in
      let (x, weight) = (try call.tensor(0), try call.tensor(1, "weight"))
      guard weight.shape.rank == 2, x.shape.rank >= 1, x.count > 0 else {
        throw Different("a matrix of weights")
      }
      let product = x.reshaped(to: [-1, x.shape[-1]]).matmul(weight, transposeRHS: true)
        .reshaped(to: Shape(Array(x.shape.dimensions.dropLast()) + [weight.shape[0]]))
      return [call.optional(2, "bias").map { product + $0 } ?? product]
    }
    return rules
  }()

  private static func matrix(_ x: Variable) throws -> Variable {
    guard x.shape.rank >= 2 else { throw Different("a matrix") }
    return try x.nonEmpty()
  }
}
