/// The children of a box in layers along the flow, with lanes for arrows that pass layers by.
struct LayeredGraph {
  /// What a node stands for.
  enum Role: Hashable {
    /// The child with a number.
    case part(Int)
    /// Where arrows of a source outside come in.
    case entry(Int)
    /// Where arrows of a source inside go out.
    case exit(Int)
    /// The way of a source's arrows past a layer.
    case lane(Int)
  }

  struct Node {
    let role: Role
    let layer: Int
    let along: Double, across: Double
  }

  /// A connection of nodes in neighbouring layers; offsets say where it is attached, from the middle.
  struct Link {
    let from: Int, to: Int
    let fromOffset: Double, toOffset: Double
  }

  /// A way from a part or entry to a part or exit, lane by lane.
  struct Path {
    let nodes: [Int]
    let fromOffset: Double, toOffset: Double
  }

  private(set) var nodes: [Node] = []
  private(set) var links: [Link] = []
  private(set) var paths: [Path] = []
  /// The nodes of each layer in their order across the flow.
  var rows: [[Int]] = []
  private(set) var entries: [Int] = []

  private static let laneWidth = 14.0

  init(
    _ children: [NetworkGraph.Box], _ parts: [ClusterPlacement.Result], _ wiring: GraphWiring
  ) {
    var owner: [Int: Int] = [:]
    for (index, child) in children.enumerated() {
      for box in child.innermost {
        if let identifier = box.identifier { owner[identifier] = index }
      }
    }
    // From part to part, from outside (nil) and to outside, each source once.
    var ways: [(from: Int?, to: Int?, source: Int)] = []
    var known: Set<[Int]> = []
    func add(_ from: Int?, _ to: Int?, _ source: Int) {
      if known.insert([from ?? -1, to ?? -1, source]).inserted { ways.append((from, to, source)) }
    }
    for (index, child) in children.enumerated() {
      for box in child.innermost {
        guard let identifier = box.identifier else { continue }
        for source in wiring.incoming[identifier] ?? [] where owner[source] != index {
          add(owner[source], index, source)
        }
        if (wiring.outgoing[identifier] ?? []).contains(where: { owner[$0] == nil }) {
          add(index, nil, identifier)
        }
      }
    }
    let hasEntries = ways.contains { $0.from == nil }
    var layer = [Int](repeating: hasEntries ? 1 : 0, count: children.count)
    // Children stand in the order of the run, so arrows go forward.
    for index in children.indices {
      for way in ways where way.to == index {
        if let from = way.from { layer[index] = max(layer[index], layer[from] + 1) }
      }
    }
    let last = (layer.max() ?? 0) + 1
    for (index, part) in parts.enumerated() {
      nodes.append(
        Node(
          role: .part(index), layer: layer[index], along: part.size.along,
          across: part.size.across))
    }
    var lanes: [[Int]: Int] = [:]
    for way in ways {
      let start = way.from ?? end(.entry(way.source), 0)
      let stop = way.to ?? end(.exit(way.source), last)
      var steps = [start]
      for level in (nodes[start].layer + 1)..<max(nodes[stop].layer, nodes[start].layer + 1)
      where level < nodes[stop].layer {
        let key = [start, way.source, level]
        if lanes[key] == nil {
          nodes.append(
            Node(role: .lane(way.source), layer: level, along: 0, across: Self.laneWidth))
          lanes[key] = nodes.count - 1
        }
        steps.append(lanes[key] ?? start)
      }
      steps.append(stop)
      let offsets = (
        way.from.map { parts[$0].exit(way.source) - parts[$0].size.across / 2 } ?? 0,
        way.to.map { parts[$0].entry(way.source) - parts[$0].size.across / 2 } ?? 0
      )
      paths.append(Path(nodes: steps, fromOffset: offsets.0, toOffset: offsets.1))
      for (index, pair) in zip(steps, steps.dropFirst()).enumerated() {
        links.append(
          Link(
            from: pair.0, to: pair.1, fromOffset: index == 0 ? offsets.0 : 0,
            toOffset: index == steps.count - 2 ? offsets.1 : 0))
      }
    }
    rows = [[Int]](repeating: [], count: (nodes.map(\.layer).max() ?? 0) + 1)
    // Lanes to the right of the boxes, as shortcuts are drawn.
    for (index, node) in nodes.enumerated() { rows[node.layer].append(index) }
  }

  /// The node of an entry or exit, made when it is first asked for.
  private mutating func end(_ role: Role, _ layer: Int) -> Int {
    if let known = nodes.firstIndex(where: { $0.role == role }) { return known }
    nodes.append(Node(role: role, layer: layer, along: 0, across: Self.laneWidth))
    if case .entry = role { entries.append(nodes.count - 1) }
    return nodes.count - 1
  }

  /// How many layers lie behind each node on its longest way, ten at most.
  var heights: [Int] {
    var heights = [Int](repeating: 0, count: nodes.count)
    for link in links.sorted(by: { nodes[$0.from].layer > nodes[$1.from].layer }) {
      heights[link.from] = min(10, max(heights[link.from], heights[link.to] + 1))
    }
    return heights
  }

  /// Whether a way ends at a box without boxes inside.
  func endsAtInnermost(_ path: Path, _ children: [NetworkGraph.Box]) -> Bool {
    guard let last = path.nodes.last, case .part(let part) = nodes[last].role else { return false }
    return children[part].identifier != nil
  }
}
