import GradusPlots

/// Where the boxes of a graph go and how the arrows run between them.
///
/// Boxes stand in layers along the flow, each behind what it needs (Sugiyama et al. 1981). An arrow
/// that passes layers by has a lane of its own in each of them, and one that enters a box around
/// others does so beside its title, so that no arrow crosses a box or a title.
struct GraphLayout {
  /// A rectangle in the coordinates of the picture.
  struct Rectangle {
    var x: Double, y: Double
    let width: Double, height: Double
    var right: Double { x + width }
    var bottom: Double { y + height }
  }

  /// A point in the coordinates of the picture.
  struct Point {
    var x: Double, y: Double
  }

  /// A placed box.
  struct Placed {
    let box: NetworkGraph.Box
    var rectangle: Rectangle
  }

  /// A piece of an arrow: points joined by straight lines along the flow and by bows across it.
  struct Arrow {
    var points: [Point]
    /// Whether it ends at an innermost box.
    let hasHead: Bool
  }

  /// All boxes, outer before inner.
  private(set) var boxes: [Placed] = []
  private(set) var arrows: [Arrow] = []
  /// The size of the whole.
  private(set) var width = 0.0, height = 0.0

  let direction: NetworkGraph.Direction
  let labels: NetworkGraph.LabelStyle

  /// Places one graph or several beside each other, across the flow.
  init(_ graphs: [NetworkGraph], direction: NetworkGraph.Direction, labels: NetworkGraph.LabelStyle)
  {
    (self.direction, self.labels) = (direction, labels)
    var across = 0.0
    for graph in graphs {
      let placement = ClusterPlacement(graph, isDown: direction == .down, labels: labels)
      let placed = placement.place()
      boxes += placed.boxes.map { box in
        Placed(box: box.box, rectangle: rectangle(box.area, across))
      }
      arrows += placed.arrows.map { arrow in
        Arrow(points: arrow.points.map { point($0, across) }, hasHead: arrow.hasHead)
      }
      let along = placed.size.along
      (width, height) =
        direction == .down
        ? (across + placed.size.across, max(height, along))
        : (max(width, along), across + placed.size.across)
      across += placed.size.across + (labels == .turned ? 14 : 24)
    }
  }

  private func rectangle(_ area: FlowArea, _ across: Double) -> Rectangle {
    direction == .down
      ? Rectangle(
        x: area.across + across, y: area.along, width: area.size.across, height: area.size.along)
      : Rectangle(
        x: area.along, y: area.across + across, width: area.size.along, height: area.size.across)
  }

  private func point(_ point: FlowPoint, _ across: Double) -> Point {
    direction == .down
      ? Point(x: point.across + across, y: point.along)
      : Point(x: point.along, y: point.across + across)
  }
}

/// A place by how far it lies along and across the flow.
struct FlowPoint {
  var along: Double, across: Double
}

/// A size along and across the flow.
struct FlowSize {
  var along: Double, across: Double
}

/// A rectangle by its place and size.
struct FlowArea {
  var along: Double, across: Double
  let size: FlowSize
}
