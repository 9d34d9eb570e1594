import GradusTensors

/// The share of rows whose label is not among the `k` largest logits.
///
/// `logits` is `[n, classes]`; traps when the number of labels is not n.
public func topKError(logits: Tensor, labels: [Int], k: Int = 1) -> Double {
  precondition(
    logits.rank == 2 && logits.shape[0] == labels.count,
    "topKError: \(labels.count) labels for logits of shape \(logits.shape)")
  guard !labels.isEmpty else { return 0 }
  let classes = logits.shape[1]
  let best = k == 1 ? logits.argMax() : logits.topK(min(k, classes)).indices
  let width = best.count / labels.count
  let misses = labels.indices.filter { row in
    !best[row * width..<(row + 1) * width].contains(labels[row])
  }
  return Double(misses.count) / Double(labels.count)
}
