import GradusPlots

/// Places the boxes inside a box, and those inside them, from the inside out.
struct ClusterPlacement {
  struct Placed {
    let box: NetworkGraph.Box
    var area: FlowArea
  }

  struct Arrow {
    var points: [FlowPoint]
    let hasHead: Bool
  }

  /// A box with all it contains; arrows enter and leave it at the ports, across the flow.
  struct Result {
    var boxes: [Placed]
    var arrows: [Arrow] = []
    let size: FlowSize
    var entries: [Int: Double] = [:]
    var exits: [Int: Double] = [:]

    func entry(_ source: Int) -> Double { entries[source] ?? size.across / 2 }
    func exit(_ source: Int) -> Double { exits[source] ?? size.across / 2 }
  }

  static let padding = 12.0
  static let header = 24.0

  private let graph: NetworkGraph
  private let isDown: Bool
  private let labels: NetworkGraph.LabelStyle
  private let wiring: GraphWiring

  init(_ graph: NetworkGraph, isDown: Bool, labels: NetworkGraph.LabelStyle) {
    (self.graph, self.isDown, self.labels) = (graph, isDown, labels)
    wiring = GraphWiring(graph)
  }

  func place() -> Result { place(graph.root) }

  private func place(_ box: NetworkGraph.Box) -> Result {
    if box.identifier != nil {
      let size = box.size(labels, isDown: isDown)
      return Result(
        boxes: [Placed(box: box, area: FlowArea(along: 0, across: 0, size: size))], size: size)
    }
    let parts = box.children.map(place)
    var layers = LayeredGraph(box.children, parts, wiring)
    layers.order()
    let places = CrossPlacement(layers).centres
    return assembled(box, parts, layers, places)
  }

  /// Puts the placed parts into a frame with a title.
  private func assembled(
    _ box: NetworkGraph.Box, _ parts: [Result], _ layers: LayeredGraph, _ places: [Double]
  ) -> Result {
    let hasTitle = !box.label.isEmpty
    let title = hasTitle ? TextMetrics.width(box.label, size: 12) * 1.12 + 20 : 0
    let nodes = layers.nodes
    let low = nodes.indices.map { places[$0] - nodes[$0].across / 2 }.min() ?? 0
    let high = nodes.indices.map { places[$0] + nodes[$0].across / 2 }.max() ?? 0
    var shift = Self.padding - low + (isDown || !hasTitle ? 0 : Self.header)
    if isDown, let entry = layers.entries.map({ places[$0] }).min() {
      // Arrows come in to the right of the title.
      shift = max(shift, title - entry)
    }
    let gap = labels == .turned ? 4.0 : 16
    var along = LayerPositions(
      layers, places, before: isDown && hasTitle ? Self.header : 0, gap: gap)
    if !isDown, along.end < title {
      // A box is at least as wide as its title.
      along = LayerPositions(layers, places, before: title - along.end, gap: gap)
    }
    let size =
      isDown
      ? FlowSize(along: along.end, across: max(high + shift + Self.padding, title))
      : FlowSize(along: along.end, across: high + shift + Self.padding)
    var result = Result(
      boxes: [Placed(box: box, area: FlowArea(along: 0, across: 0, size: size))], size: size)
    for (index, node) in nodes.enumerated() {
      let start = along.starts[node.layer]
      switch node.role {
      case .part(let part):
        let across = places[index] + shift - node.across / 2
        result.boxes += parts[part].boxes.map { $0.moved(start, across) }
        result.arrows += parts[part].arrows.map { $0.moved(start, across) }
      case .entry(let source): result.entries[source] = places[index] + shift
      case .exit(let source): result.exits[source] = places[index] + shift
      case .lane: break
      }
    }
    result.arrows += layers.paths.map { path in
      Arrow(
        points: along.points(of: path, layers, places).map {
          FlowPoint(along: $0.along, across: $0.across + shift)
        },
        hasHead: layers.endsAtInnermost(path, box.children))
    }
    return result
  }
}

extension ClusterPlacement.Placed {
  fileprivate func moved(_ along: Double, _ across: Double) -> ClusterPlacement.Placed {
    var result = self
    result.area.along += along
    result.area.across += across
    return result
  }
}

extension ClusterPlacement.Arrow {
  fileprivate func moved(_ along: Double, _ across: Double) -> ClusterPlacement.Arrow {
    var result = self
    for index in result.points.indices {
      result.points[index].along += along
      result.points[index].across += across
    }
    return result
  }
}
