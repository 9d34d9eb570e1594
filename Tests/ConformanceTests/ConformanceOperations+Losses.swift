import Gradus

extension ConformanceOperations {
  static let losses: [String: ConformanceRule] = {
    var rules: [String: ConformanceRule] = [:]
    rules["nn.functional.mse_loss"] = pairwise { $0.squaredError(target: $1, reduction: $2) }
    rules["nn.functional.l1_loss"] = pairwise { $0.absoluteError(target: $1, reduction: $2) }
    rules["nn.functional.huber_loss"] = { call in
      let (x, target) = try pair(call)
      let delta = call.number(99, "delta", 1)
      return [weighted(call) { x.huber(target: target, delta: delta, reduction: $0) }]
    }
    rules["nn.functional.binary_cross_entropy_with_logits"] = { call in
      let (x, target) = try pair(call)
      if call.isLeaf(1, "target") { throw Different("has targets that are constants") }
      let positive = call.optional(99, "pos_weight")?.value
      return [
        weighted(call) {
          x.binaryCrossEntropy(target: target.value, positiveWeight: positive, reduction: $0)
        }
      ]
    }
    rules["nn.functional.kl_div"] = { _ in
      throw Different("takes logits and gives one loss per row")
    }
    rules["nn.functional.cross_entropy"] = { call in [try crossEntropy(call)] }
    return rules
  }()

  /// The cross entropy of logits `[n, classes, ...]`; each place of the other axes is a row.
  static func crossEntropy(_ call: ConformanceCall) throws -> Variable {
    let logits = try call.tensor(0)
    let x = logits.shape.rank == 1 ? logits.batched : logits
    func rows(_ x: Variable) -> Variable {
      x.movedAxis(1, to: x.shape.rank - 1)
        .reshaped(to: [x.shape.count / max(1, x.shape[1]), x.shape[1]])
    }
    let weights = call.optional(2, "weight")?.value
    let smoothing = call.number(99, "label_smoothing", 0)
    guard let index = call.argument(1, "target")?.tensor else { throw Different("needs a target") }
    let (target, reduction) = (call.variables[index], call.reduction())
    let losses: Variable
    if call.sample.tensors[index].kind == .whole {
      losses = rows(x).crossEntropy(
        labels: target.value.scalars.map { Int($0) }, smoothing: smoothing, classWeights: weights,
        ignoredLabel: call.int(99, "ignore_index", -100), reduction: reduction)
    } else {
      if call.sample.tensors[index].kind == .leaf {
        throw Different("has targets that are constants")
      }
      let distributions = rows(target.shape.rank == 1 ? target.batched : target).value
      let smoothed = distributions * (1 - smoothing) + smoothing / Double(x.shape[1])
      losses = rows(x).crossEntropy(
        target: smoothed, classWeights: weights, reduction: reduction)
    }
    guard reduction == .none else { return losses }
    let places = logits.shape.rank == 1 ? [] : [x.shape[0]] + x.shape.dimensions.dropFirst(2)
    return losses.reshaped(to: Shape(places))
  }

  private static func pair(_ call: ConformanceCall) throws -> (Variable, Variable) {
    let (x, target) = (try call.tensor(0), try call.tensor(1, "target"))
    guard x.shape == target.shape else { throw Different("has losses that do not broadcast") }
    return (x, target)
  }

  private static func pairwise(
    _ function: @escaping @Sendable (Variable, Variable, LossReduction) -> Variable
  ) -> ConformanceRule {
    { call in
      let (x, target) = try pair(call)
      return [weighted(call, isWeightedMean: true) { function(x, target, $0) }]
    }
  }

  /// A loss with weights of its elements, where there are some, by which some losses' means are divided.
  static func weighted(
    _ call: ConformanceCall, isWeightedMean: Bool = false, _ loss: (LossReduction) -> Variable
  ) -> Variable {
    guard let weights = call.optional(99, "weight") else { return loss(call.reduction()) }
    let parts = loss(.none) * weights
    switch call.reduction() {
    case .mean: return isWeightedMean ? parts.sum() / weights.sum() : parts.mean()
    case .sum: return parts.sum()
    case .none: return parts
    }
  }
}

extension ConformanceCall {
  /// Whether an argument is differentiated by.
  func isLeaf(_ position: Int, _ name: String) -> Bool {
    argument(position, name)?.tensor.map { sample.tensors[$0].kind == .leaf } ?? false
  }
}
