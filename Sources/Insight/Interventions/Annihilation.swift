import GradusAutodiff

/// The parameters that have to be zero for a result to be zero.
struct Annihilation {
  private(set) var owners: [AnyObject] = []
  /// Where a branch starts: what lies before is not the branch's to delete.
  private let start: Int

  /// The branch of a residual addition; nil when no choice of its parameters is known to make it
  /// zero. For an addition fused into a normalisation the branch is what it normalises.
  init?(branchOf addition: ResidualAddition, on tape: Tape) {
    start = addition.start
    let isNormalized =
      tape.nodes[addition.node].operation.kind == .normalization
      && addition.branchPositions.contains(0)
    let done =
      isNormalized
      ? visitParameters(ofNormalization: addition.node, tape) : visit(addition.branchEnd, tape)
    guard done else { return nil }
  }

  private mutating func visit(_ node: Int, _ tape: Tape) -> Bool {
    let recorded = tape.nodes[node]
    if let owner = recorded.owner {
      owners.append(owner)
      return true
    }
    let inputs = recorded.inputs.compactMap { $0 }
    guard node != start, let input = inputs.first else { return false }
    switch recorded.operation.kind {
    case .normalization:
      let adds = recorded.operation.isSet("adds")
      guard recorded.operation.appliedActivation?.keepsZero ?? true,
        visitParameters(ofNormalization: node, tape)
      else { return false }
      return !adds || visit(inputs[inputs.count - 1], tape)
    case .convolution, .matrixProduct, .multiplication:
      return visitOne(of: inputs, tape)
    case .addition, .concatenation:
      return inputs.allSatisfy { visit($0, tape) }
    case .activation(let traits):
      return traits.keepsZero && visit(input, tape)
    case .linearMap, .localResponse, .pooling, .reduction, .view, .rearrangement, .dropout:
      return visit(input, tape)
    case .leaf, .arithmetic, .loss, .recomputation:
      return false
    }
  }

  /// One factor is enough: a parameter, if one is among them.
  private mutating func visitOne(of inputs: [Int], _ tape: Tape) -> Bool {
    let parameters = inputs.filter { tape.nodes[$0].owner != nil }
    for input in parameters + inputs {
      var trial = self
      if trial.visit(input, tape) {
        self = trial
        return true
      }
    }
    return false
  }

  /// Scale and shift: normalising zeros by fixed statistics does not give zero.
  private mutating func visitParameters(ofNormalization node: Int, _ tape: Tape) -> Bool {
    let recorded = tape.nodes[node]
    guard recorded.operation.isSet("scales") else { return false }
    let count = recorded.operation.isSet("shifts") ? 2 : 1
    return recorded.inputs[1...count].allSatisfy { input in
      input.map { visit($0, tape) } ?? false
    }
  }
}
