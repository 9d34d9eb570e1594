import GradusAutodiff
import GradusTensors

/// A backward run that carries several gradients at once, one for each class of ways through the
/// network: a polynomial instead of a number, with pullbacks acting on each coefficient.
///
/// Pullbacks are linear in the gradient, and masks and statistics are those of the forward run, so
/// that the classes add up to the ordinary gradient.
struct ClassifiedSweep {
  /// The coefficients of a gradient; nil for zero.
  typealias Coefficients = [Tensor?]

  let tape: Tape
  /// The positions of a node's inputs that raise the class by one.
  var raising: [Int: Set<Int>] = [:]

  /// Runs from `seeds` down to `targets` and returns the coefficients at each target.
  ///
  /// - Parameters:
  ///   - seeds: gradients at nodes.
  ///   - targets: where the gradients are wanted.
  ///   - arrived: told of each node's complete coefficients before they are passed on.
  func run(
    _ seeds: [Int: Coefficients], to targets: Set<Int>,
    arrived: (_ node: Int, Coefficients) -> Void = { _, _ in }
  ) -> [Int: Coefficients] {
    guard let root = seeds.keys.max(), let end = targets.min() else { return [:] }
    let isNeeded = Self.marks(targets, end, root, tape)
    var pending = seeds
    var result: [Int: Coefficients] = [:]
    for node in (end...max(root, end)).reversed() {
      guard let coefficients = pending.removeValue(forKey: node) else { continue }
      arrived(node, coefficients)
      if targets.contains(node) { result[node] = coefficients }
      let inputs = tape.nodes[node].inputs
      guard inputs.contains(where: { $0.map { isNeeded[$0] ?? false } ?? false }) else { continue }
      for (power, gradient) in coefficients.enumerated() {
        guard let gradient else { continue }
        let parts = tape.inputGradients(of: node, gradient: gradient) { isNeeded[$0] ?? false }
        for part in parts {
          let raised = raising[node]?.contains(part.position) == true ? 1 : 0
          Self.add(part.gradient, to: &pending[part.node, default: []], power + raised)
        }
      }
    }
    return result
  }

  private static func add(_ gradient: Tensor, to sum: inout Coefficients, _ power: Int) {
    while sum.count <= power { sum.append(nil) }
    if sum[power] == nil { sum[power] = gradient } else { sum[power]! += gradient }
  }

  /// The nodes from which a target can be reached.
  static func marks(_ targets: Set<Int>, _ end: Int, _ root: Int, _ tape: Tape) -> [Int: Bool] {
    var marks: [Int: Bool] = [:]
    for node in end...max(root, end) {
      let reaches = tape.nodes[node].inputs.contains { $0.map { marks[$0] ?? false } ?? false }
      if targets.contains(node) || reaches && tape.nodes[node].requiresGradient {
        marks[node] = true
      }
    }
    return marks
  }
}
