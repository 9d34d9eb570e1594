import GradusPlots

/// Where the boxes of a graph go: inputs at the top, each box in the layer below what it needs.
struct GraphLayout {
  struct Rectangle {
    var x: Double, y: Double
    let width: Double, height: Double
    var right: Double { x + width }
    var bottom: Double { y + height }
  }

  /// A placed box.
  struct Placed {
    let box: NetworkGraph.Box
    var rectangle: Rectangle
  }

  /// An arrow between placed boxes; `bend` is where it passes others by, on their right.
  struct Arrow {
    let from: Rectangle, to: Rectangle
    let bend: Double?
  }

  /// All boxes, outer before inner.
  private(set) var boxes: [Placed] = []
  private(set) var arrows: [Arrow] = []

  private static let gap = 18.0
  private static let padding = 14.0
  private static let header = 24.0
  private static let lane = 26.0

  private let graph: NetworkGraph
  /// The positions of a box's ancestors and of itself among their siblings, by identifier.
  private var positions: [Int: [Int]] = [:]
  /// Edges by the box around both ends: from child to child.
  private var inside: [[Int]: Set<[Int]>] = [:]

  init(_ graph: NetworkGraph) {
    self.graph = graph
    index(graph.root, [])
    for edge in graph.edges {
      guard let from = positions[edge.from], let to = positions[edge.to] else { continue }
      let common = zip(from, to).prefix { $0 == $1 }.count
      guard common < from.count, common < to.count else { continue }
      inside[Array(from[..<common]), default: []].insert([from[common], to[common]])
    }
    let placed = place(graph.root, [])
    boxes = placed.boxes
    let byIdentifier = Dictionary(
      boxes.compactMap { placed in placed.box.identifier.map { ($0, placed.rectangle) } },
      uniquingKeysWith: { first, _ in first })
    arrows = graph.edges.compactMap { edge in
      guard let from = byIdentifier[edge.from], let to = byIdentifier[edge.to] else { return nil }
      return Arrow(from: from, to: to, bend: bend(from, to))
    }
  }

  private mutating func index(_ box: NetworkGraph.Box, _ position: [Int]) {
    if let identifier = box.identifier { positions[identifier] = position }
    for (offset, child) in box.children.enumerated() { index(child, position + [offset]) }
  }

  /// The layer of each child: one below the lowest it gets something from.
  private func layers(_ box: NetworkGraph.Box, _ position: [Int]) -> [Int] {
    var layers = [Int](repeating: 0, count: box.children.count)
    // Children come in the order of the run, so arrows go forward.
    for edge in (inside[position] ?? []).sorted(by: { $0[0] < $1[0] }) where edge[0] < edge[1] {
      layers[edge[1]] = max(layers[edge[1]], layers[edge[0]] + 1)
    }
    return layers
  }

  private func place(
    _ box: NetworkGraph.Box, _ position: [Int]
  ) -> (boxes: [Placed], width: Double, height: Double) {
    guard !box.children.isEmpty else {
      let width = max(
        TextMetrics.width(box.label, size: 12), TextMetrics.width(box.detail, size: 11))
      let size = (width: max(width + 20, 80), height: box.detail.isEmpty ? 28.0 : 42.0)
      let all = Rectangle(x: 0, y: 0, width: size.width, height: size.height)
      return ([Placed(box: box, rectangle: all)], size.width, size.height)
    }
    let layers = layers(box, position)
    let parts = box.children.enumerated().map { place($1, position + [$0]) }
    let hasLane = (inside[position] ?? []).contains { layers[$0[1]] - layers[$0[0]] > 1 }
    let title = TextMetrics.width(box.label, size: 12) + 2 * Self.padding
    let rows = Dictionary(grouping: parts.indices, by: { layers[$0] }).sorted { $0.key < $1.key }
    let widths = rows.map { row in
      row.value.reduce(-Self.gap) { $0 + parts[$1].width + Self.gap }
    }
    let inner = max(widths.max() ?? 0, title - 2 * Self.padding)
    let width = inner + 2 * Self.padding + (hasLane ? Self.lane : 0)
    var result: [Placed] = []
    var y = Self.header + Self.padding / 2
    for (row, rowWidth) in zip(rows, widths) {
      var x = Self.padding + (inner - rowWidth) / 2
      let height = row.value.map { parts[$0].height }.max() ?? 0
      for child in row.value {
        result += parts[child].boxes.map { $0.moved(x, y) }
        x += parts[child].width + Self.gap
      }
      y += height + Self.gap
    }
    let height = y - Self.gap + Self.padding
    let all = Rectangle(x: 0, y: 0, width: width, height: height)
    return ([Placed(box: box, rectangle: all)] + result, width, height)
  }

  /// Where an arrow passes by the boxes straight below its start; nil when there are none.
  private func bend(_ from: Rectangle, _ to: Rectangle) -> Double? {
    let column = from.x + from.width / 2
    let blocking = boxes.filter { (placed: Placed) -> Bool in
      placed.box.identifier != nil && placed.rectangle.y > from.bottom
        && placed.rectangle.bottom < to.y && placed.rectangle.right > column
        && placed.rectangle.x < column
    }
    guard !blocking.isEmpty else { return nil }
    return max(blocking.map { $0.rectangle.right }.max() ?? 0, from.right, to.right)
      + Self.lane / 2
  }
}

extension GraphLayout.Placed {
  fileprivate func moved(_ x: Double, _ y: Double) -> GraphLayout.Placed {
    var result = self
    result.rectangle.x += x
    result.rectangle.y += y
    return result
  }
}
