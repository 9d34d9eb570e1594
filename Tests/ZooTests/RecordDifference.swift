import Zoo

/// The greatest difference between two parity records, and where it is.
///
/// Norms are compared relative to themselves; single elements relative to the root mean square that
/// the norm implies, or to themselves where they are larger.
struct RecordDifference: CustomStringConvertible {
  private(set) var worst = 0.0
  /// The greatest difference of what inference gives: the logits and their norm.
  private(set) var worstOfInference = 0.0
  private(set) var place = ""

  init(_ actual: ParityRecord, _ expected: ParityRecord) {
    let (logits, expectedLogits) = (actual.evalLogits, expected.evalLogits)
    compare("logits", logits.norm, expectedLogits.norm, scale: expectedLogits.norm)
    for (row, expectedRow) in zip(logits.first, expectedLogits.first) {
      for (value, other) in zip(row, expectedRow) {
        compare("logits", value, other, scale: max(1, abs(other)))
      }
    }
    worstOfInference = worst
    compare("loss", actual.train.loss, expected.train.loss, scale: expected.train.loss)
    compare(actual.train.gradients, expected.train.gradients)
    compare(actual.train.buffers, expected.train.buffers)
  }

  private mutating func compare(
    _ actual: [String: ParityRecord.Digest], _ expected: [String: ParityRecord.Digest]
  ) {
    for (name, digest) in expected {
      guard let found = actual[name], found.first.count == digest.first.count else {
        (worst, place) = (.infinity, "\(name) is missing")
        return
      }
      compare("\(name) norm", found.norm, digest.norm, scale: digest.norm)
      for (value, other) in zip(found.first, digest.first) {
        compare(name, value, other, scale: max(abs(other), digest.norm))
      }
    }
  }

  private mutating func compare(_ name: String, _ a: Double, _ b: Double, scale: Double) {
    let difference = scale == 0 ? abs(a - b) : abs(a - b) / abs(scale)
    guard !(difference <= worst) else { return }
    (worst, place) = (difference.isNaN ? .infinity : difference, "\(name): \(a), expected \(b)")
  }

  var description: String { "\(worst) at \(place)" }
}
