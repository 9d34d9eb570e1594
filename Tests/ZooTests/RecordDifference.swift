import GradusZoo

/// The greatest difference between two parity records, and where it is.
///
/// Norms are compared relative to themselves, single elements relative to the norm of their tensor,
/// or, of the logits, to the root mean square that the norm implies. Norms below 10⁻⁶ of the largest
/// are rounding residues of an exact zero and compared relative to that bound. What `expected` does
/// not list is not compared; under the name `all` it may list the norm over everything but auxiliary
/// heads, which published implementations leave out.
struct RecordDifference: CustomStringConvertible {
  private(set) var worst = 0.0
  /// The greatest difference of what inference gives: the logits and their norm.
  private(set) var worstOfInference = 0.0
  private(set) var place = "nothing compared"
  /// How many numbers were compared.
  private(set) var count = 0

  init(_ actual: ParityRecord, _ expected: ParityRecord) {
    let (logits, expectedLogits) = (actual.evalLogits, expected.evalLogits)
    compare("norm of the logits", logits.norm, expectedLogits.norm, scale: expectedLogits.norm)
    let classes = 1000
    let average = expectedLogits.norm / Double(expected.input[0] * classes).squareRoot()
    for (image, (row, expectedRow)) in zip(logits.first, expectedLogits.first).enumerated() {
      for (value, other) in zip(row, expectedRow) {
        compare("logits of image \(image)", value, other, scale: max(average, abs(other)))
      }
    }
    worstOfInference = worst
    compare("loss", actual.train.loss, expected.train.loss, scale: expected.train.loss)
    compare("gradient", actual.train.gradients, expected.train.gradients)
    compare("statistics", actual.train.buffers, expected.train.buffers)
  }

  private mutating func compare(
    _ kind: String, _ actual: [String: ParityRecord.Digest],
    _ expected: [String: ParityRecord.Digest]
  ) {
    let floor = 1e-6 * (expected.values.map(\.norm).max() ?? 0)
    for (name, digest) in expected {
      let scale = max(digest.norm, floor)
      if name == "all" {
        let squares = actual.filter { !$0.key.hasPrefix("aux_head.") }
          .reduce(0) { $0 + $1.value.norm * $1.value.norm }
        compare("norm of all: \(kind)", squares.squareRoot(), digest.norm, scale: scale)
        continue
      }
      guard let found = actual[name], found.first.count == digest.first.count else {
        (worst, place) = (.infinity, "\(kind) \(name) is missing")
        return
      }
      compare("norm of \(kind) \(name)", found.norm, digest.norm, scale: scale)
      for (value, other) in zip(found.first, digest.first) {
        compare("\(kind) \(name)", value, other, scale: scale)
      }
    }
  }

  private mutating func compare(_ name: String, _ a: Double, _ b: Double, scale: Double) {
    count += 1
    let difference = scale == 0 ? abs(a - b) : abs(a - b) / abs(scale)
    guard !(difference <= worst) else { return }
    (worst, place) = (difference.isNaN ? .infinity : difference, "\(name): \(a), expected \(b)")
  }

  var description: String { "\(worst) at \(place)" }
}
