import Gradus

extension ConformanceOperations {
  static let losses: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["nn.functional.mse_loss"] = pairwise { $0.squaredError(target: $1, reduction: $2) }
    rules["nn.functional.l1_loss"] = pairwise { $0.absoluteError(target: $1, reduction: $2) }
    rules["nn.functional.huber_loss"] = { call in
      let (x, target) = try pair(call)
      return [
        x.huber(target: target, delta: call.number(99, "delta", 1), reduction: call.reduction())
      ]
    }
    rules["nn.functional.binary_cross_entropy_with_logits"] = { call in
      let (x, target) = try pair(call)
      if call.optional(99, "weight") != nil { throw Different("no weights of elements") }
      if call.isLeaf(1, "target") { throw Different("targets are constants") }
      return [
        x.binaryCrossEntropy(
          target: target.value, positiveWeight: call.optional(99, "pos_weight")?.value,
          reduction: call.reduction())
      ]
    }
    rules["nn.functional.kl_div"] = { _ in throw Different("logits, and one loss for each row") }
    rules["nn.functional.cross_entropy"] = { call in
      let x = try call.tensor(0)
      guard x.shape.rank == 2 else { throw Different("logits are [n, classes]") }
      let weights = call.optional(2, "weight")?.value
      let smoothing = call.number(99, "label_smoothing", 0)
      guard let index = call.argument(1, "target")?.tensor else {
        throw Different("needs a target")
      }
      if call.sample.tensors[index].kind == .whole {
        let labels = call.variables[index].value.scalars.map { Int($0) }
        return [
          x.crossEntropy(
            labels: labels, smoothing: smoothing, classWeights: weights,
            ignoredLabel: call.int(99, "ignore_index", -100), reduction: call.reduction())
        ]
      }
      guard smoothing == 0 else { throw Different("distributions as they are") }
      if call.sample.tensors[index].kind == .leaf { throw Different("targets are constants") }
      return [
        x.crossEntropy(
          target: call.variables[index].value, classWeights: weights, reduction: call.reduction())
      ]
    }
    return rules
  }()

  private static func pair(_ call: ConformanceCall) throws -> (Variable, Variable) {
    let (x, target) = (try call.tensor(0), try call.tensor(1, "target"))
    guard x.shape == target.shape else { throw Different("losses do not broadcast") }
    return (x, target)
  }

  private static func pairwise(
    _ function: @escaping @Sendable (Variable, Variable, LossReduction) -> Variable
  ) -> ConformanceRule {
    { call in
      let (x, target) = try pair(call)
      if call.optional(99, "weight") != nil { throw Different("no weights of elements") }
      return [function(x, target, call.reduction())]
    }
  }
}

extension ConformanceCall {
  /// Whether an argument is differentiated by.
  func isLeaf(_ position: Int, _ name: String) -> Bool {
    argument(position, name)?.tensor.map { sample.tensors[$0].kind == .leaf } ?? false
  }
}
