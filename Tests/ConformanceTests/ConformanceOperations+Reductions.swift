import Gradus

extension ConformanceOperations {
  static let reductions: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["sum"] = reduced { $0.sum(axes: $1, keepingAxes: $2) }
    rules["mean"] = reduced { $0.mean(axes: $1, keepingAxes: $2) }
    rules["amax"] = reduced(nonEmpty: true) { $0.maximum(axes: $1, keepingAxes: $2) }
    rules["amin"] = reduced(nonEmpty: true) { $0.minimum(axes: $1, keepingAxes: $2) }
    rules["prod"] = reduced { $0.product(axes: $1, keepingAxes: $2) }
    rules["logsumexp"] = { call in
      let (x, axes) = (try call.tensor(0).nonEmpty(), call.ints(1, "dim") ?? [])
      guard axes.count == 1, x.shape.rank > 0 else { throw Different("over one axis") }
      let result = x.logSumExp(axis: axes[0])
      return [
        call.flag(2, "keepdim")
          ? result.expanded(axis: axes[0] < 0 ? x.shape.rank + axes[0] : axes[0]) : result
      ]
    }
    rules["var"] = spread { $0.variance(axes: $1, keepingAxes: $2) }
    rules["var.unbiased"] = spread { $0.variance(axes: $1, keepingAxes: $2) }
    rules["std"] = spread { $0.variance(axes: $1, keepingAxes: $2) }
    rules["std.unbiased"] = spread { $0.variance(axes: $1, keepingAxes: $2) }
    rules["linalg.vector_norm"] = { call in
      let x = try call.tensor(0)
      let order = call.number(1, "ord", 2)
      let axes = call.ints(2, "dim")
      if order <= 0 { throw Different("orders are positive") }
      if x.count == 0 { throw Different("without elements") }
      return [
        x.norms(
          order: order, axes: axes?.isEmpty == true ? nil : axes,
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
      if call.argument(1, "dim")?.flag != nil { throw Different("stable by name") }
      return [
        x.sorted(axis: call.int(1, "dim", -1), descending: call.flag(2, "descending")).values
      ]
    }
    rules["topk"] = { call in
      let x = try call.tensor(0)
      guard x.shape.rank > 0, call.flag(3, "largest", true), call.flag(4, "sorted", true) else {
        throw Different("the largest, in order")
      }
      return [x.topK(call.int(1, "k", 1), axis: call.int(2, "dim", -1)).values]
    }
    return rules
  }()

  private static func reduced(
    nonEmpty: Bool = false, _ function: @escaping @Sendable (Variable, [Int]?, Bool) -> Variable
  ) -> ConformanceRule {
    { call in
      let x = nonEmpty ? try call.tensor(0).nonEmpty() : try call.tensor(0)
      let axes = call.ints(1, "dim")
      if call.argument(99, "dtype")?.text != nil { throw Different("no other element type") }
      // In PyTorch no axes are all axes.
      let all = axes.map { $0.isEmpty } ?? true
      if x.shape.rank == 0 { return [function(x, nil, false)] }
      return [function(x, all ? nil : axes, call.flag(2, "keepdim"))]
    }
  }

  /// Variances and deviations, whose correction is a factor here.
  private static func spread(
    _ function: @escaping @Sendable (Variable, [Int]?, Bool) -> Variable
  ) -> ConformanceRule {
    { call in
      let x = try call.tensor(0)
      // `var(unbiased)` and `var(dim, unbiased)` have a flag at the end.
      let flagFirst = call.argument(1, "")?.flag
      let axes = flagFirst == nil ? call.ints(1, "dim") : nil
      let unbiased = flagFirst ?? call.argument(2, "unbiased")?.flag ?? true
      let correction = call.number(99, "correction", unbiased ? 1 : 0)
      let all = axes.map { $0.isEmpty } ?? true
      let keeps = call.flag(3, "keepdim")
      let count = (all ? Array(0..<x.shape.rank) : axes ?? []).reduce(1) { $0 * x.shape[$1] }
      guard Double(count) > correction, x.count > 0 else {
        throw Different("more numbers than corrected")
      }
      let biased = function(x, all ? nil : axes, keeps)
      let variance = biased * (Double(count) / (Double(count) - correction))
      return [call.sample.operation.hasPrefix("std") ? variance.squareRoot() : variance]
    }
  }

  private static func extreme(isMaximum: Bool) -> ConformanceRule {
    { call in
      let x = try call.tensor(0).nonEmpty()
      func taken(_ axes: [Int]?, _ keeps: Bool) -> Variable {
        isMaximum
          ? x.maximum(axes: axes, keepingAxes: keeps) : x.minimum(axes: axes, keepingAxes: keeps)
      }
      guard let axis = call.ints(1, "dim") else { return [taken(nil, false)] }
      if call.argument(1, "")?.tensor != nil { throw Different("of two tensors") }
      return [x.shape.rank == 0 ? x : taken(axis, call.flag(2, "keepdim"))]
    }
  }

  private static func along(_ function: @escaping @Sendable (Variable, Int) -> Variable)
    -> ConformanceRule
  {
    { call in
      let x = try call.tensor(0)
      if call.argument(99, "dtype")?.text != nil { throw Different("no other element type") }
      guard x.shape.rank > 0 else { throw Different("needs an axis") }
      return [function(x, call.int(1, "dim", -1))]
    }
  }
}
