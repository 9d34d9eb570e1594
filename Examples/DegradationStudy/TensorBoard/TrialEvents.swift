import GradusClaims

/// The numbers of a trial in the order that TensorBoard takes them.
struct TrialEvents {
  /// The numbers of each step, by quantity: of curves over whole numbers (steps, layers) each point at its
  /// place, and at the last step what was measured once.
  let numbers: [(step: Int, values: [String: Double])]

  init(_ record: TrialRecord) {
    var steps: [Int: [String: Double]] = [:]
    for (quantity, curve) in record.curves {
      let points = curve.points.compactMap { point in Int(exactly: point.x).map { ($0, point.y) } }
      // Of fractions and what lies below zero there are no steps.
      guard points.count == curve.points.count, points.allSatisfy({ $0.0 >= 0 }) else { continue }
      for (step, value) in points { steps[step, default: [:]][quantity.rawValue] = value }
    }
    let last = steps.keys.max() ?? 0
    for quantity in record.values.keys where record.curves[quantity] == nil {
      if let value = record[quantity] { steps[last, default: [:]][quantity.rawValue] = value }
    }
    numbers = steps.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The step of the last number.
  var lastStep: Int { numbers.last?.step ?? 0 }
}
