import GradusTensors

extension NetworkGraph {
  /// The graph of one module alone; what it gets from outside is its inputs.
  ///
  /// - Parameter path: the module's path, `layer1.0`; of several calls the first is taken.
  /// - Returns: nil where no module of this path ran.
  public func part(at path: String) -> NetworkGraph? {
    guard let found = root.all.first(where: { $0.path == path && !$0.name.isEmpty }) else {
      return nil
    }
    let inside = Set(found.innermost.compactMap(\.identifier))
    var inputs: [Int: Box] = [:]
    var kept: [Edge] = []
    for edge in edges where inside.contains(edge.to) {
      if inside.contains(edge.from) {
        kept.append(edge)
        continue
      }
      if inputs[edge.from] == nil {
        var input = Box(path: "", name: "", type: "input")
        // Before everything else, in the order they are found.
        (input.identifier, input.kind) = (-1000 + inputs.count, .leaf)
        input.output = innermost.first { $0.identifier == edge.from }?.output
        inputs[edge.from] = input
      }
      if let source = inputs[edge.from]?.identifier {
        kept.append(Edge(from: source, to: edge.to))
      }
    }
    var root = Box(path: path, name: found.name, type: found.type)
    root.output = found.output
    root.children =
      inputs.values.sorted { ($0.identifier ?? 0) < ($1.identifier ?? 0) }
      + (found.identifier == nil ? found.children : [found])
    return NetworkGraph(root: root, edges: kept)
  }

  /// The graph with modules below a depth closed: 1 shows what the network itself consists of.
  ///
  /// - Parameter depth: how many boxes lie around the innermost ones at most; positive.
  public func limited(to depth: Int) -> NetworkGraph {
    var closed: [Int: Int] = [:]
    func limit(_ box: Box, _ level: Int) -> Box {
      var box = box
      if level == depth, box.identifier == nil {
        let inside = box.innermost.compactMap(\.identifier)
        for identifier in inside { closed[identifier] = inside.first }
        (box.identifier, box.children) = (inside.first, [])
      }
      box.children = box.children.map { limit($0, level + 1) }
      return box
    }
    let root = limit(root, 0)
    return NetworkGraph(root: root, edges: edges.renumbered(closed))
  }

  /// The graph under another title.
  public func titled(_ title: String) -> NetworkGraph {
    var new = Box(path: root.path, name: title, type: "")
    (new.output, new.children) = (root.output, root.children)
    return NetworkGraph(root: new, edges: edges)
  }

  /// The innermost boxes without the modules around them.
  public var flattened: NetworkGraph {
    var root = root
    root.children = innermost
    return NetworkGraph(root: root, edges: edges)
  }

  /// The convolutions, poolings, fully connected layers and where their results meet, without the
  /// modules around them: He et al. 2015, Fig. 3.
  public var weightedLayers: NetworkGraph {
    let shown = innermost.filter { box in
      // Pooling of single pixels only takes every other one: part of a shortcut.
      if box.geometry.hasPrefix("1x1/"), box.kind == .pooling { return false }
      switch box.kind {
      case .convolution, .matrixProduct, .pooling, .addition, .concatenation, .leaf, nil:
        return true
      default: return false
      }
    }
    let kept = Set(shown.compactMap(\.identifier))
    let incoming = Dictionary(grouping: edges, by: \.to)
    var found: [Int: [Int]] = [:]
    // Boxes are numbered in the order of the run, so sources are known before they are asked for.
    for box in innermost {
      guard let identifier = box.identifier else { continue }
      let sources = (incoming[identifier] ?? []).flatMap { found[$0.from] ?? [] }
      found[identifier] = kept.contains(identifier) ? [identifier] : sources
    }
    let new = edges.filter { kept.contains($0.to) }.flatMap { edge in
      (found[edge.from] ?? []).map { Edge(from: $0, to: edge.to) }
    }
    var root = root
    root.children = shown
    return NetworkGraph(root: root, edges: new.renumbered([:]))
  }
}

extension [NetworkGraph.Edge] {
  /// The arrows under new numbers, each once, without those that go nowhere or backward.
  func renumbered(_ numbers: [Int: Int]) -> [NetworkGraph.Edge] {
    var known: Set<NetworkGraph.Edge> = []
    return compactMap { edge in
      let new = NetworkGraph.Edge(
        from: numbers[edge.from] ?? edge.from, to: numbers[edge.to] ?? edge.to)
      return new.from < new.to && known.insert(new).inserted ? new : nil
    }
  }
}
