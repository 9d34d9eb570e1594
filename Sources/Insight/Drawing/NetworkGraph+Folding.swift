import GradusTensors

extension NetworkGraph {
  /// The graph with equal boxes in a row drawn once, with their number.
  ///
  /// Boxes are equal if they compute the same on the same sizes and are wired alike, inside and to
  /// what is before and behind them. Three or more whose channels grow by the same number, as the
  /// layers of a dense block do, are folded too and show the first and the last size.
  public func folded() -> NetworkGraph {
    var folding = GraphFolding(self)
    let root = folding.fold(root)
    return NetworkGraph(root: root, edges: folding.edges)
  }
}

/// Folds the boxes of a graph from the inside out.
struct GraphFolding {
  private(set) var edges: [NetworkGraph.Edge]
  private var wiring: GraphWiring

  private static let longestPeriod = 4

  init(_ graph: NetworkGraph) {
    edges = graph.edges
    wiring = GraphWiring(graph)
  }

  mutating func fold(_ box: NetworkGraph.Box) -> NetworkGraph.Box {
    guard box.identifier == nil else { return box }
    var result = box
    result.children = box.children.map { fold($0) }
    result.children = row(result.children)
    return result
  }

  private mutating func row(_ boxes: [NetworkGraph.Box]) -> [NetworkGraph.Box] {
    var result: [NetworkGraph.Box] = []
    var numbers: [Int: Int] = [:]
    var start = 0
    while start < boxes.count {
      guard let run = longestRun(boxes, from: start) else {
        result.append(boxes[start])
        start += 1
        continue
      }
      for group in run.groups.dropFirst() {
        for (number, first) in zip(group.identifiers, run.groups[0].identifiers) {
          numbers[number] = first
        }
      }
      result.append(run.folded)
      start += run.period * run.groups.count
    }
    if !numbers.isEmpty {
      edges = edges.renumbered(numbers)
      wiring.connect(edges)
    }
    return result
  }

  /// The repeats that cover most boxes from a place on; nil when nothing repeats.
  private func longestRun(_ boxes: [NetworkGraph.Box], from start: Int) -> RepeatedGroups? {
    var best: RepeatedGroups?
    for period in 1...Self.longestPeriod where start + 2 * period <= boxes.count {
      guard
        let run = RepeatedGroups(boxes[start...], period: period, wiring),
        run.groups.count * period
          > (best.map { $0.groups.count * $0.period } ?? 0)
      else { continue }
      best = run
    }
    return best
  }
}

/// The arrows of a graph by their ends, and the sizes of results.
struct GraphWiring {
  private(set) var incoming: [Int: [Int]] = [:]
  private(set) var outgoing: [Int: [Int]] = [:]
  let shapes: [Int: Shape]

  init(_ graph: NetworkGraph) {
    shapes = graph.innermost.reduce(into: [:]) { shapes, box in
      if let identifier = box.identifier { shapes[identifier] = box.output }
    }
    connect(graph.edges)
  }

  /// Takes these arrows instead of those it had.
  mutating func connect(_ edges: [NetworkGraph.Edge]) {
    incoming = Dictionary(grouping: edges, by: \.to).mapValues { $0.map(\.from) }
    outgoing = Dictionary(grouping: edges, by: \.from).mapValues { $0.map(\.to) }
  }
}
