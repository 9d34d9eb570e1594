import GradusAutodiff
import GradusLayers

/// An addition at which a network's ways part: one input comes through a branch, the other through a
/// shortcut around it.
///
/// Which is which is read off the tape. Both inputs are followed back to the latest result they have
/// in common; the one reached from there by fewer operations is the shortcut (none for the
/// identity). Sums of numbers, sums with a parameter (a bias), sums that broadcast, and sums of two
/// equally long ways are no residual additions. An addition fused into batch normalisation counts
/// like one of its own, the normalisation being one more operation of the input it normalises.
public struct ResidualAddition: Sendable, Hashable {
  /// The node of the addition.
  public let node: Int
  /// The path of the block: the innermost module around both the addition and its branch.
  public private(set) var path: String
  /// The node from which branch and shortcut start.
  public let start: Int
  /// The branch's last result before the addition.
  public let branchEnd: Int
  /// The shortcut's last result before the addition; `start` for an identity.
  public let shortcutEnd: Int
  /// The fewest operations from the start to the addition through the branch.
  public let branchOperations: Int
  /// The fewest operations from the start to the addition through the shortcut.
  public let shortcutOperations: Int
  /// The positions among the addition's inputs that belong to the branch.
  let branchPositions: Set<Int>

  /// Whether the shortcut is the identity.
  public var isIdentity: Bool { shortcutOperations == 0 }

  /// All residual additions of a tape, in the order of the forward run.
  public static func all(on tape: Tape) -> [ResidualAddition] {
    tape.nodes.indices.compactMap { ResidualAddition(at: $0, on: tape) }
  }

  /// The nodes of the branch, its parameters included, without start and addition.
  func branchNodes(on tape: Tape) -> Set<Int> {
    var found: Set<Int> = []
    var open = [branchEnd]
    while let node = open.popLast() {
      guard node != start, found.insert(node).inserted else { continue }
      open += tape.nodes[node].inputs.compactMap { $0 }
    }
    return found
  }

  private init?(at node: Int, on tape: Tape) {
    guard let sides = AdditionSides(of: node, on: tape),
      let meeting = MeetingPoint(sides.first.node, sides.second.node, on: tape)
    else { return nil }
    let first = meeting.first + sides.first.operations
    let second = meeting.second
    guard first != second else { return nil }
    let (branch, shortcut) =
      first > second ? (sides.first, sides.second) : (sides.second, sides.first)
    self.node = node
    path = ""
    start = meeting.node
    (branchEnd, shortcutEnd) = (branch.node, shortcut.node)
    (branchOperations, shortcutOperations) = (max(first, second), min(first, second))
    branchPositions = branch.positions
    path = Self.commonPath([node, branch.node], on: tape)
    // A block whose call has no scope of its own is what the operations of its branch have in common.
    if path.isEmpty {
      path = Self.commonPath(branchNodes(on: tape).filter { !tape.path(of: $0).isEmpty }, on: tape)
    }
  }

  /// The path that the modules of some nodes have in common; of parameters, that of their first use.
  private static func commonPath(_ nodes: some Collection<Int>, on tape: Tape) -> String {
    let paths = nodes.map { tape.path(of: $0).split(separator: ".") }
    guard let first = paths.first else { return "" }
    let length = paths.reduce(first.count) { length, path in
      zip(first.prefix(length), path).prefix { $0 == $1 }.count
    }
    return first.prefix(length).joined(separator: ".")
  }
}

/// The two sides of an addition, recorded alone or within batch normalisation.
private struct AdditionSides {
  struct Side {
    let node: Int
    /// The positions of the side's inputs.
    let positions: Set<Int>
    /// Operations of the side within the node itself.
    let operations: Int
  }

  let first: Side
  let second: Side

  /// Nil when the node adds nothing, or not two activations of one shape.
  init?(of node: Int, on tape: Tape) {
    let recorded = tape.nodes[node]
    let last = recorded.inputs.count - 1
    let isFused = recorded.operation.kind == .normalization && recorded.operation.isSet("adds")
    guard isFused || recorded.operation.kind == .addition, recorded.shape.rank >= 2, last >= 1,
      let a = recorded.inputs[0], let b = recorded.inputs[last],
      tape.nodes[a].shape == recorded.shape, tape.nodes[b].shape == recorded.shape
    else { return nil }
    first = Side(node: a, positions: Set(0..<last), operations: isFused ? 1 : 0)
    second = Side(node: b, positions: [last], operations: 0)
  }
}

/// The latest node that two nodes have in common among what they were computed from.
private struct MeetingPoint {
  let node: Int
  /// The fewest operations from there to the two nodes.
  let first: Int, second: Int

  /// Walks back from both in descending order, so that a node is looked at after all that use it.
  /// Parameters do not count: layers that share weights have them in common.
  init?(_ a: Int, _ b: Int, on tape: Tape) {
    var distance: [Int: (first: Int?, second: Int?)] = [:]
    func lesser(_ a: Int?, _ b: Int?) -> Int? {
      guard let a, let b else { return a ?? b }
      return min(a, b)
    }
    func reach(_ node: Int, _ first: Int?, _ second: Int?) {
      let known = distance[node]
      distance[node] = (lesser(known?.first ?? nil, first), lesser(known?.second ?? nil, second))
    }
    reach(a, 0, nil)
    reach(b, nil, 0)
    // A side without a node in sight can meet the other no more.
    while let latest = distance.keys.max(),
      distance.values.contains(where: { $0.first != nil }),
      distance.values.contains(where: { $0.second != nil })
    {
      let (toFirst, toSecond) = distance.removeValue(forKey: latest) ?? (nil, nil)
      if let toFirst, let toSecond {
        (node, first, second) = (latest, toFirst, toSecond)
        return
      }
      for case let input? in tape.nodes[latest].inputs where tape.nodes[input].owner == nil {
        reach(input, toFirst.map { $0 + 1 }, toSecond.map { $0 + 1 })
      }
    }
    return nil
  }
}
