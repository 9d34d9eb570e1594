import Gradus

extension ConformanceOperations {
  static let reductions: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["sum"] = reduced { $0.sum(axes: $1, keepingAxes: $2) }
    rules["mean"] = reduced { $0.mean(axes: $1, keepingAxes: $2) }
    rules["amax"] = reduced { $0.maximum(axes: $1, keepingAxes: $2) }
    rules["amin"] = reduced { $0.minimum(axes: $1, keepingAxes: $2) }
    rules["prod"] = reduced { $0.product(axes: $1, keepingAxes: $2) }
    rules["logsumexp"] = { call in
      let x = try call.tensor(0)
      let rank = x.shape.rank
      guard rank > 0 else { return [x.expanded(axis: 0).logSumExp(axis: 0)] }
      let axes = (call.ints(1, "dim") ?? []).map { ($0 + rank) % rank }
      let kept = (0..<rank).filter { !axes.contains($0) }
      let rows = x.permuted(kept + axes).reshaped(
        to: kept.map { x.shape[$0] } + [axes.reduce(1) { $0 * x.shape[$1] }])
      let result = rows.logSumExp(axis: -1)
      guard call.flag(2, "keepdim") else { return [result] }
      return [
        result.reshaped(to: Shape((0..<rank).map { axes.contains($0) ? 1 : x.shape[$0] }))
      ]
    }
    rules["var"] = spread
    rules["var.unbiased"] = spread
    rules["std"] = spread
    rules["std.unbiased"] = spread
    rules["linalg.vector_norm"] = { call in
      let x = try call.tensor(0)
      let order = call.number(1, "ord", 2)
      let axes = call.ints(2, "dim")
      if order <= 0 { throw Different("has norms of positive orders alone") }
      return [
        x.norms(
          order: order, axes: axes?.isEmpty == true || x.shape.rank == 0 ? nil : axes,
          keepingAxes: call.flag(3, "keepdim"))
      ]
    }
    rules["max"] = extreme(isMaximum: true)
    rules["min"] = extreme(isMaximum: false)
    rules["softmax"] = along { $0.softmax(axis: $1) }
    rules["log_softmax"] = along { $0.logSoftmax(axis: $1) }
    rules["cumsum"] = along { $0.cumulativeSum(axis: $1) }
    rules["sort"] = { call in
      let x = try call.tensor(0)
      if x.shape.rank == 0 { return [x] }
      return [
        x.sorted(axis: call.int(1, "dim", -1), descending: call.flag(2, "descending")).values
      ]
    }
    rules["topk"] = { call in
      let x = try call.tensor(0)
      guard call.flag(4, "sorted", true) else { throw Different("gives the largest in order") }
      guard x.shape.rank > 0 else { return [x] }
      let (k, axis) = (call.int(1, "k", 1), call.int(2, "dim", -1))
      if call.flag(3, "largest", true) { return [x.topK(k, axis: axis).values] }
      return [-(-x).topK(k, axis: axis).values]
    }
    return rules
  }()

  private static func reduced(
    _ function: @escaping @Sendable (Variable, [Int]?, Bool) -> Variable
  ) -> ConformanceRule {
    { call in
      let x = try call.tensor(0)
      let axes = call.ints(1, "dim")
      // In PyTorch no axes are all axes.
      let all = axes.map { $0.isEmpty } ?? true
      if x.shape.rank == 0 { return [function(x, nil, false)] }
      return [function(x, all ? nil : axes, call.flag(2, "keepdim"))]
    }
  }

  /// Variances and deviations; variances are biased here, and others a quotient of them.
  private static let spread: ConformanceRule = { call in
    let x = try call.tensor(0)
    // `var(unbiased)` and `var(dim, unbiased)` have a flag at the end.
    let flagFirst = call.argument(1, "")?.flag
    let given = flagFirst == nil ? call.ints(1, "dim") : nil
    let unbiased = flagFirst ?? call.argument(2, "unbiased")?.flag ?? true
    let correction = call.number(99, "correction", unbiased ? 1 : 0)
    let axes = given?.isEmpty ?? true ? nil : given
    let keeps = call.flag(3, "keepdim")
    if call.sample.operation.hasPrefix("std"), correction == correction.rounded() {
      return [
        x.standardDeviation(axes: axes, keepingAxes: keeps, correction: Int(correction))
      ]
    }
    let count = Double((axes ?? Array(0..<x.shape.rank)).reduce(1) { $0 * x.shape[$1] })
    let variance =
      x.variance(axes: axes, keepingAxes: keeps) / (max(0, count - correction) / count)
    return [call.sample.operation.hasPrefix("std") ? variance.squareRoot() : variance]
  }

  private static func extreme(isMaximum: Bool) -> ConformanceRule {
    { call in
      let x = try call.tensor(0)
      func taken(_ axes: [Int]?, _ keeps: Bool) -> Variable {
        isMaximum
          ? x.maximum(axes: axes, keepingAxes: keeps) : x.minimum(axes: axes, keepingAxes: keeps)
      }
      guard let axis = call.ints(1, "dim") else { return [taken(nil, false)] }
      if call.argument(1, "")?.tensor != nil {
        throw Different("is another function of two tensors")
      }
      return [x.shape.rank == 0 ? x : taken(axis, call.flag(2, "keepdim"))]
    }
  }

  private static func along(_ function: @escaping @Sendable (Variable, Int) -> Variable)
    -> ConformanceRule
  {
    { call in
      let x = try call.tensor(0)
      // A number is a row of one.
      if x.shape.rank == 0 { return [function(x.expanded(axis: 0), 0).reshaped(to: Shape([]))] }
      return [function(x, call.int(1, "dim", -1))]
    }
  }
}
