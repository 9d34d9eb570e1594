import Gradus
import Testing

@testable import GradusInsight

/// Pictures of graphs: nothing lies over anything else.
@Suite struct GraphLayoutTests {
  struct Subject: Sendable {
    let network: String
    let depth: Int?
    let isTraining: Bool
  }

  static let subjects = [
    Subject(network: "resnet18", depth: nil, isTraining: false),
    Subject(network: "alexnet-paper", depth: nil, isTraining: true),
    Subject(network: "googlenet-paper", depth: 2, isTraining: true),
    Subject(network: "se_resnet50", depth: nil, isTraining: false),
    Subject(network: "preact_resnet110-cifar", depth: nil, isTraining: false),
    Subject(network: "densenet121", depth: nil, isTraining: false),
    Subject(network: "shufflenet_v2_x1_0", depth: nil, isTraining: false),
    Subject(network: "inception_v3", depth: 2, isTraining: false),
    Subject(network: "nasnet_a_mobile", depth: 1, isTraining: false),
    Subject(network: "mobilenet_v2", depth: nil, isTraining: false),
  ]

  private func layout(
    _ subject: Subject, _ direction: NetworkGraph.Direction,
    _ labels: NetworkGraph.LabelStyle = .full
  ) throws -> GraphLayout {
    let entry = try Catalog.entry(named: subject.network)
    let size = entry.inputSize
    let model = entry.make(entry.classes, size.channels)
    var graph = NetworkGraph(
      of: model, title: subject.network, input: [2, size.height, size.width, size.channels],
      mode: subject.isTraining ? .training : .inference
    ) { model($0).logits }
    if let depth = subject.depth { graph = graph.limited(to: depth) }
    return GraphLayout([graph.folded()], direction: direction, labels: labels)
  }

  @Test(arguments: [NetworkGraph.LabelStyle.short, .full])
  func normalisersHaveTheirOwnNames(_ style: NetworkGraph.LabelStyle) {
    let model = Sequential {
      Conv2d(3, 4, kernel: 3)
      GroupNorm(2, 4)
      ReLU()
      LayerNorm(4)
      Tanh()
      BatchNorm(4)
    }
    let graph = NetworkGraph(of: model, title: "norms", input: [2, 5, 5, 3], mode: .inference) {
      model($0)
    }
    let layout = GraphLayout(
      [graph.folded()], direction: NetworkGraph.Direction.allCases[0], labels: style)
    let lines = layout.boxes.flatMap { $0.box.lines(style) }
    for name in ["GroupNorm", "LayerNorm", "BatchNorm"] {
      #expect(lines.count { $0.contains(name) } == 1, "\(name) in \(lines)")
    }
  }

  @Test(arguments: subjects, NetworkGraph.Direction.allCases)
  func boxesDoNotOverlap(_ subject: Subject, _ direction: NetworkGraph.Direction) throws {
    let layout = try layout(subject, direction)
    let inner = layout.boxes.filter { $0.box.identifier != nil }.map(\.rectangle)
    let overlaps = inner.indices.reduce(0) { count, index in
      let a = inner[index]
      let others = inner[(index + 1)...]
      return count + others.count { Self.overlap(a, $0) }
    }
    #expect(overlaps == 0)
    let outside = layout.boxes.count { box in
      let rectangle = box.rectangle
      if rectangle.x < -1e-9 || rectangle.y < -1e-9 { return true }
      return rectangle.right > layout.width + 1e-9 || rectangle.bottom > layout.height + 1e-9
    }
    #expect(outside == 0)
  }

  @Test(arguments: subjects, NetworkGraph.Direction.allCases)
  func labelsFitTheirBoxes(_ subject: Subject, _ direction: NetworkGraph.Direction) throws {
    let wide = try layout(subject, direction).boxes.filter { placed in
      if placed.box.identifier == nil {
        return TextWidth.of(placed.box.label, 12) + 10 > placed.rectangle.width
      }
      return placed.box.kind != .addition
        && placed.box.lines(.full).contains { TextWidth.of($0, 12) > placed.rectangle.width }
    }
    #expect(wide.isEmpty, "\(wide.map(\.box.label))")
  }

  @Test(arguments: subjects, NetworkGraph.Direction.allCases)
  func arrowsCrossNeitherBoxesNorTitles(
    _ subject: Subject, _ direction: NetworkGraph.Direction
  ) throws {
    let layout = try layout(subject, direction)
    let inner = layout.boxes.filter { $0.box.identifier != nil }.map(\.rectangle)
    let titles = layout.boxes.filter { $0.box.identifier == nil }.map { placed in
      GraphLayout.Rectangle(
        x: placed.rectangle.x + 10, y: placed.rectangle.y + 5,
        width: TextWidth.of(placed.box.label, 12), height: 16)
    }
    let obstacles = inner + titles
    let crossed = layout.arrows.flatMap { Self.samples($0, direction) }.filter { point in
      obstacles.contains { Self.isInside(point, $0) }
    }
    #expect(crossed.isEmpty, "\(subject.network): arrows cross something at \(crossed.prefix(3))")
  }

  @Test func everyArrowOfTheGraphArrives() throws {
    let layout = try layout(Self.subjects[0], .down)
    // Each arrow head touches the top of a box.
    let tops = layout.boxes.filter { $0.box.identifier != nil }.map(\.rectangle)
    for arrow in layout.arrows where arrow.hasHead {
      let end = try #require(arrow.points.last)
      #expect(tops.contains { abs($0.y - end.y) < 1e-6 && $0.x <= end.x && end.x <= $0.right })
    }
  }

  private static func overlap(
    _ a: GraphLayout.Rectangle, _ b: GraphLayout.Rectangle
  ) -> Bool {
    guard a.right > b.x, b.right > a.x else { return false }
    return a.bottom > b.y && b.bottom > a.y
  }

  private static func isInside(
    _ point: GraphLayout.Point, _ rectangle: GraphLayout.Rectangle
  ) -> Bool {
    let slack = 0.5
    guard point.x > rectangle.x + slack, point.x < rectangle.right - slack else { return false }
    return point.y > rectangle.y + slack && point.y < rectangle.bottom - slack
  }

  /// Points along the lines and bows of an arrow, as they are drawn.
  private static func samples(
    _ arrow: GraphLayout.Arrow, _ direction: NetworkGraph.Direction
  ) -> [GraphLayout.Point] {
    zip(arrow.points, arrow.points.dropFirst()).flatMap { from, to in
      (0...20).map { step -> GraphLayout.Point in
        let t = Double(step) / 20
        // A bow whose control points lie half way along the flow.
        let (along, across) = (0.5 * 3 * t * (1 - t) + t * t * t, 3 * t * t - 2 * t * t * t)
        return direction == .down
          ? GraphLayout.Point(
            x: from.x + (to.x - from.x) * across, y: from.y + (to.y - from.y) * along)
          : GraphLayout.Point(
            x: from.x + (to.x - from.x) * along, y: from.y + (to.y - from.y) * across)
      }
    }
  }
}

/// The width of a text as a browser sets it, a little on the wide side.
enum TextWidth {
  static func of(_ text: String, _ size: Double) -> Double {
    text.reduce(0) { $0 + (" .,:;|()[]ijlt1".contains($1) ? 0.36 : $1.isUppercase ? 0.7 : 0.6) }
      * size
  }
}
