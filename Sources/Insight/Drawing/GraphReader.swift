import GradusAutodiff
import GradusLayers
import GradusTensors

/// Reads a `NetworkGraph` off a tape: which nodes form a box, and which boxes stand for others.
struct GraphReader {
  /// Nodes that one call of a module without modules recorded, or a single operation.
  private struct Unit {
    let path: String
    /// How many units of the same path came before.
    let ordinal: Int
    var last: Int
    let kind: TapeOperation.Kind
  }

  private struct Place: Hashable {
    let path: String
    let ordinal: Int
  }

  private let tape: Tape
  private let tree: ModuleCost
  private var units: [Unit] = []
  private var unitOfNode: [Int: Int] = [:]
  private var standIns: [(twin: String, first: String)] = []

  init(_ tape: Tape, _ index: ModuleIndex, _ tree: ModuleCost) {
    (self.tape, self.tree) = (tape, tree)
    let inner = Set(index.modules.map { ModuleIndex.parent(of: $0.path, in: index.names) })
    collectStandIns(tree)
    var counts: [String: Int] = [:]
    for node in tape.nodes.indices where !tape.nodes[node].inputs.isEmpty {
      let path = index.path(of: node, on: tape)
      if let last = units.last, last.path == path, !inner.contains(path),
        last.last == previous(node)
      {
        units[units.count - 1].last = node
      } else {
        units.append(
          Unit(
            path: path, ordinal: counts[path, default: 0], last: node,
            kind: tape.nodes[node].operation.kind))
        counts[path, default: 0] += 1
      }
      unitOfNode[node] = units.count - 1
    }
  }

  /// The boxes and arrows.
  func graph(titled title: String) -> (NetworkGraph.Box, [NetworkGraph.Edge]) {
    let places = Dictionary(
      units.indices.map { (Place(path: units[$0].path, ordinal: units[$0].ordinal), $0) },
      uniquingKeysWith: { first, _ in first })
    let shown = units.indices.map { unit in
      places[Place(path: standIn(units[unit].path), ordinal: units[unit].ordinal)] ?? unit
    }
    var edges: [NetworkGraph.Edge] = []
    var seen: Set<NetworkGraph.Edge> = []
    for (node, unit) in unitOfNode.sorted(by: { $0.key < $1.key }) {
      for input in tape.nodes[node].inputs.compactMap({ $0 }) {
        guard let source = unitOfNode[input], shown[source] < shown[unit] else { continue }
        let edge = NetworkGraph.Edge(from: shown[source], to: shown[unit])
        if seen.insert(edge).inserted { edges.append(edge) }
      }
    }
    return (box(tree, title: title, own: ownUnits(shown)), edges)
  }

  /// The last node before one that is not a leaf.
  private func previous(_ node: Int) -> Int {
    var index = node - 1
    while index >= 0, tape.nodes[index].inputs.isEmpty { index -= 1 }
    return index
  }

  private mutating func collectStandIns(_ module: ModuleCost) {
    standIns += module.twins.map { ($0, module.path) }
    for child in module.children { collectStandIns(child) }
  }

  /// The path of the module that stands for one, outer runs first.
  private func standIn(_ path: String) -> String {
    standIns.reduce(path) { path, pair in
      path == pair.twin || path.hasPrefix(pair.twin + ".")
        ? pair.first + path.dropFirst(pair.twin.count) : path
    }
  }

  private func ownUnits(_ shown: [Int]) -> [String: [Int]] {
    Dictionary(grouping: units.indices.filter { shown[$0] == $0 }, by: { units[$0].path })
  }

  private func box(
    _ module: ModuleCost, title: String, own: [String: [Int]]
  ) -> NetworkGraph.Box {
    let mine = (own[module.path] ?? []).map { unit in
      let node = tape.nodes[units[unit].last]
      let isModule = module.children.isEmpty
      return NetworkGraph.Box(
        identifier: unit, title: isModule ? title : node.operation.name,
        detail: [isModule ? module.geometry : "", Self.size(node.shape)]
          .filter { !$0.isEmpty }.joined(separator: "  "),
        kind: units[unit].kind, repeats: isModule ? module.repeats : 1)
    }
    if module.children.isEmpty, mine.count == 1 { return mine[0] }
    var result = NetworkGraph.Box(
      identifier: nil, title: title, detail: "", kind: nil, repeats: module.repeats)
    let inside = module.children.map { box($0, title: "\($0.name) \($0.type)", own: own) }
    result.children = (mine + inside).filter { $0.first != nil }
      .sorted { ($0.first ?? 0) < ($1.first ?? 0) }
    return result
  }

  /// A shape without its batch, `56x56x64`.
  static func size(_ shape: Shape) -> String {
    shape.dimensions.dropFirst().map(String.init).joined(separator: "x")
  }
}

extension NetworkGraph.Box {
  /// The identifier of the first innermost box; nil when there is none.
  var first: Int? { identifier ?? children.lazy.compactMap(\.first).first }
}
