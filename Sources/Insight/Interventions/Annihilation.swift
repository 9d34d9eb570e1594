import GradusAutodiff
import GradusTensors

/// The parameters that have to be zero for a result to be zero.
struct Annihilation {
  private(set) var owners: [AnyObject] = []

  /// Nil when no choice of parameters is known to make the node zero.
  init?(of node: Int, on tape: Tape) {
    guard visit(node, tape) else { return nil }
  }

  /// For an addition fused into batch normalisation: the branch is what it normalises.
  init?(branchOf addition: ResidualAddition, on tape: Tape) {
    let isFused = tape.nodes[addition.node].operation.isBatchNormalization
    let isNormalized = isFused && addition.branchPositions.contains(0)
    let done =
      isNormalized
      ? zeroParameters(of: addition.node, tape, among: addition.branchPositions)
      : visit(addition.branchEnd, tape)
    guard done else { return nil }
  }

  private mutating func visit(_ node: Int, _ tape: Tape) -> Bool {
    let recorded = tape.nodes[node]
    if let owner = recorded.owner {
      owners.append(owner)
      return true
    }
    let inputs = recorded.inputs.compactMap { $0 }
    guard !inputs.isEmpty else { return false }
    switch recorded.operation.name {
    case "batchNormalization", "batchNormalizationFixed":
      // Normalising a constant zero by fixed statistics does not give zero; scale and shift can.
      return !recorded.operation.isSet("adds")
        && zeroParameters(of: node, tape, among: Set(recorded.inputs.indices))
    case "conv2d", "matmul":
      return zeroParameters(of: node, tape, among: Set(recorded.inputs.indices))
    case "add", "subtract", "concatenate":
      return inputs.allSatisfy { visit($0, tape) }
    case "multiply":
      let gate = inputs.first { tape.nodes[$0].owner != nil }
      return visit(gate ?? inputs[0], tape)
    case "multiplyNumber", "dropout", "relu", "reshape", "permute", "pad", "averagePool",
      "maxPool", "adaptiveAveragePool", "broadcast", "negate":
      return visit(inputs[0], tape)
    default:
      return false
    }
  }

  private mutating func zeroParameters(
    of node: Int, _ tape: Tape, among positions: Set<Int>
  ) -> Bool {
    let found = positions.compactMap { position in
      tape.nodes[node].inputs[position].flatMap { tape.nodes[$0].owner }
    }
    owners += found
    return !found.isEmpty
  }
}
