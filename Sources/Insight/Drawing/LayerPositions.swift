/// Where layers lie along the flow, and the points of the ways between them.
struct LayerPositions {
  /// Where each layer begins.
  private(set) var starts: [Double] = []
  /// The size of the whole, with room behind the last layer.
  let end: Double

  private let ends: [Double]
  private let gaps: [Double]

  /// - Parameters:
  ///   - before: room for a title ahead of the first layer of boxes.
  ///   - gap: the least room between layers.
  init(_ layers: LayeredGraph, _ places: [Double], before: Double, gap: Double) {
    let sizes = layers.rows.map { row in row.map { layers.nodes[$0].along }.max() ?? 0 }
    // Bows across a long way need room to be seen.
    var gaps = [Double](repeating: gap, count: sizes.count)
    for link in layers.links {
      let (a, b) = (places[link.from] + link.fromOffset, places[link.to] + link.toOffset)
      let level = layers.nodes[link.from].layer
      gaps[level] = max(gaps[level], gap * (1 + min(2, abs(a - b) / 200)))
    }
    let hasEntries = !layers.entries.isEmpty
    var position = hasEntries ? 0 : before + ClusterPlacement.padding
    var (starts, ends): ([Double], [Double]) = ([], [])
    for (level, size) in sizes.enumerated() {
      starts.append(position)
      ends.append(position + size)
      position += size + gaps[level]
      if hasEntries, level == 0 { position += before }
    }
    let hasExits =
      layers.rows.last.map { row in
        row.contains { if case .exit = layers.nodes[$0].role { true } else { false } }
      } ?? false
    end = (ends.last ?? 0) + (hasExits ? 0 : ClusterPlacement.padding)
    (self.starts, self.ends, self.gaps) = (starts, ends, gaps)
  }

  /// The points of a way: straight past each layer, and across between two.
  func points(
    of path: LayeredGraph.Path, _ layers: LayeredGraph, _ places: [Double]
  ) -> [FlowPoint] {
    var points: [FlowPoint] = []
    for (index, node) in path.nodes.enumerated() {
      let isFirst = index == 0
      let isLast = index == path.nodes.count - 1
      let offset = isFirst ? path.fromOffset : isLast ? path.toOffset : 0
      let across = places[node] + offset
      let level = layers.nodes[node].layer
      if isFirst {
        points.append(FlowPoint(along: starts[level] + layers.nodes[node].along, across: across))
        let room = level + 1 < starts.count ? starts[level + 1] : ends[level]
        // Past the title, which lies between an entry and the first layer.
        if case .entry = layers.nodes[node].role {
          points.append(FlowPoint(along: max(ends[level], room - gaps[level]), across: across))
        } else {
          points.append(FlowPoint(along: ends[level], across: across))
        }
      } else {
        points.append(FlowPoint(along: starts[level], across: across))
        if !isLast { points.append(FlowPoint(along: ends[level], across: across)) }
      }
    }
    return points
  }
}
