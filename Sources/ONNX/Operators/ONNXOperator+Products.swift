import GradusAutodiff
import GradusTensors

extension ONNXOperator {
  /// Matrix products.
  static let products: [ONNXOperator] = [
    one("Gemm") { call in
      let (a, b) = (try call.native(0), try call.native(1))
      let turns = (try call.integer("transA", 0) != 0, try call.integer("transB", 0) != 0)
      try call.require(
        a.rank == 2 && b.rank == 2
          && a.shape[turns.0 ? 0 : 1] == b.shape[turns.1 ? 1 : 0],
        "multiplies \(a.shape) with \(b.shape)")
      _ = try call.shape([a.shape[turns.0 ? 1 : 0], b.shape[turns.1 ? 0 : 1]])
      var product = a.matmul(b, transposeLHS: turns.0, transposeRHS: turns.1)
      let (alpha, beta) = (try call.float("alpha", 1), try call.float("beta", 1))
      if alpha != 1 { product = product * alpha }
      if call.has(2), beta != 0 {
        let c = try call.native(2)
        try call.require(
          c.rank <= 2
            && zip(c.shape.dimensions.reversed(), product.shape.dimensions.reversed())
              .allSatisfy { $0 == $1 || $0 == 1 },
          "adds \(c.shape) to \(product.shape)")
        product = product + (beta == 1 ? c : c * beta)
      }
      return ONNXValue(product, try call.value(0).kind)
    },
    one("MatMul") { call in
      let kind = try call.value(0).kind
      var (a, b) = (try call.native(0), try call.native(1))
      try call.require(a.rank > 0 && b.rank > 0, "multiplies numbers without axes")
      let isVector = (a.rank == 1, b.rank == 1)
      if isVector.0 { a = a.reshaped(to: [1, a.shape[0]]) }
      if isVector.1 { b = b.reshaped(to: [b.shape[0], 1]) }
      try call.require(a.shape[-1] == b.shape[-2], "multiplies \(a.shape) with \(b.shape)")
      let rank = max(a.rank, b.rank)
      let leading = try (0..<rank - 2).map { place -> Int in
        let lengths = [a, b].map { side -> Int in
          let axis = place - (rank - side.rank)
          return axis < 0 ? 1 : side.shape[axis]
        }
        try call.require(
          lengths[0] == lengths[1] || lengths.contains(1), "multiplies \(a.shape) with \(b.shape)")
        return lengths[0] == 1 ? lengths[1] : lengths[0]
      }
      let result = leading + [a.shape[-2], b.shape[-1]]
      _ = try call.shape(result)
      // One batch axis, which is what products have here; a single matrix may stay without.
      func batch(_ side: Variable) throws -> Variable {
        if side.rank == 2 { return side }
        let full = side.broadcast(to: try call.shape(leading + side.shape.dimensions.suffix(2)))
        return full.reshaped(to: [leading.reduce(1, *)] + side.shape.dimensions.suffix(2))
      }
      var product = try batch(a).matmul(batch(b)).reshaped(to: try call.shape(result))
      var lengths = result
      if isVector.0 { lengths.remove(at: lengths.count - 2) }
      if isVector.1 { lengths.removeLast() }
      product = product.reshaped(to: Shape(lengths))
      return ONNXValue(product, kind)
    },
  ]
}
