import GradusTensors

/// The gradients a backward run has gathered but not yet passed on.
struct BackwardSweep {
  private var pending: [Variable?]
  private let recorded: Bool

  init(root: Int, seed: Variable, recorded: Bool) {
    pending = Array(repeating: nil, count: root + 1)
    pending[root] = seed
    self.recorded = recorded
  }

  mutating func take(_ node: Int) -> Variable? {
    defer { pending[node] = nil }
    return pending[node]
  }

  /// Adds in place where the gradient is held by nobody else; recorded sums are operations.
  mutating func add(_ gradient: Variable, to node: Int) {
    guard let sum = pending[node] else {
      pending[node] = gradient
      return
    }
    if recorded {
      pending[node] = sum + gradient
    } else {
      pending[node] = nil
      var value = sum.value
      _ = consume sum
      value += gradient.value
      pending[node] = Variable(value)
    }
  }
}
