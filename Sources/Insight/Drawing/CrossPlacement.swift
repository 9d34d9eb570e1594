/// Where the nodes of layers lie across the flow: near what they are connected with, in the order of
/// their layer and without overlap.
struct CrossPlacement {
  /// The middle of each node.
  private(set) var centres: [Double]

  private static let gap = 14.0

  private let layers: LayeredGraph
  private var before: [[Pull]]
  private var after: [[Pull]]
  /// How hard each node is to push aside.
  private var stiffness: [Double] = []

  /// A neighbour and where it wants a node, from the neighbour's middle.
  private struct Pull {
    let node: Int
    let shift: Double
    let weight: Double
  }

  init(_ layers: LayeredGraph) {
    self.layers = layers
    centres = [Double](repeating: 0, count: layers.nodes.count)
    before = [[Pull]](repeating: [], count: layers.nodes.count)
    after = before
    let heights = layers.heights
    for link in layers.links {
      let shift = link.fromOffset - link.toOffset
      let weight = Self.weight(
        layers.nodes[link.from].role, layers.nodes[link.to].role, heights[link.to])
      before[link.to].append(Pull(node: link.from, shift: shift, weight: weight))
      after[link.from].append(Pull(node: link.to, shift: -shift, weight: weight))
    }
    stiffness = layers.nodes.indices.map { node in
      if case .lane = layers.nodes[node].role { 0.005 } else { 1 + 3 * Double(heights[node]) }
    }
    for row in layers.rows { place(row, [Double](repeating: 0, count: row.count)) }
    for sweep in 0..<40 {
      let rows = sweep % 2 == 0 ? layers.rows : layers.rows.reversed()
      for row in rows { place(row, row.map { wanted($0, sweep) }) }
    }
  }

  /// Lanes are kept straight; boxes stand in line with boxes before lanes, and before boxes that lead
  /// nowhere.
  private static func weight(
    _ a: LayeredGraph.Role, _ b: LayeredGraph.Role, _ height: Int
  ) -> Double {
    switch (a, b) {
    case (.lane, .lane): 8
    case (.lane, _), (_, .lane): 0.0001
    default: 1 + 3 * Double(height)
    }
  }

  private func wanted(_ node: Int, _ sweep: Int) -> Double {
    let pulls =
      sweep < 34 ? (sweep % 2 == 0 ? before[node] : after[node]) : before[node] + after[node]
    let weight = pulls.reduce(0) { $0 + $1.weight }
    guard weight > 0 else { return centres[node] }
    return pulls.reduce(0) { $0 + $1.weight * (centres[$1.node] + $1.shift) } / weight
  }

  /// Places a layer as near as possible to what is wanted: regression under order, by pooling
  /// neighbours that would overlap (Ayer et al. 1955).
  private mutating func place(_ row: [Int], _ wanted: [Double]) {
    var reach = 0.0
    var offsets: [Double] = []
    for (index, node) in row.enumerated() {
      if index > 0 {
        reach += (layers.nodes[row[index - 1]].across + layers.nodes[node].across) / 2 + Self.gap
      }
      offsets.append(reach)
    }
    var blocks: [(sum: Double, weight: Double, count: Int)] = []
    for (index, node) in row.enumerated() {
      let weight = stiffness[node]
      blocks.append(((wanted[index] - offsets[index]) * weight, weight, 1))
      while blocks.count > 1, let last = blocks.last {
        let previous = blocks[blocks.count - 2]
        guard previous.sum / previous.weight > last.sum / last.weight else { break }
        blocks.removeLast(2)
        blocks.append(
          (previous.sum + last.sum, previous.weight + last.weight, previous.count + last.count))
      }
    }
    var index = 0
    for block in blocks {
      for _ in 0..<block.count {
        centres[row[index]] = block.sum / block.weight + offsets[index]
        index += 1
      }
    }
  }
}
