import GradusAutodiff
import GradusLayers
import GradusTensors

/// Reads boxes and arrows off a tape and the calls that recorded it.
struct GraphReader {
  /// The arrows, each once, in the order they were found.
  private(set) var edges: [NetworkGraph.Edge] = []

  private let tape: Tape
  private let index: ModuleIndex
  private var known: Set<NetworkGraph.Edge> = []
  /// The box that gives a node's value.
  private var source: [Int: Int] = [:]
  private var count = 0

  init(_ tape: Tape, _ index: ModuleIndex) { (self.tape, self.index) = (tape, index) }

  /// The network as a box, whose first child is its input.
  mutating func network(
    _ call: CallRecorder.Call, titled title: String, images: Variable
  ) -> NetworkGraph.Box {
    var input = NetworkGraph.Box(path: "", name: "", type: "input")
    (input.identifier, input.kind, input.output) = (count, .leaf, images.shape)
    if let node = images.node { source[node] = count }
    count += 1
    var root = NetworkGraph.Box(path: "", name: title, type: "")
    root.output = call.output
    root.children = [input] + contents(of: call, path: "", isRoot: true).children
    return root
  }

  /// The boxes of a call within the module at `around`: the module's, then what was fused into it.
  private mutating func boxes(
    _ call: CallRecorder.Call, around: String
  ) -> [NetworkGraph.Box] {
    guard let module = call.module else {
      return contents(of: call, path: around, isRoot: true).children
    }
    let known = index.path(of: module)
    // A module that the network does not name is shown by its type, one around others not at all.
    if known == nil, call.hasCalls {
      return contents(of: call, path: around, isRoot: true).children
    }
    let path = known ?? around
    let name =
      known == nil
      ? "" : path.hasPrefix(around + ".") ? String(path.dropFirst(around.count + 1)) : path
    let (inside, fused) = contents(of: call, path: path, isRoot: false)
    if inside.isEmpty { return fused }
    let type = "\(Swift.type(of: module))"
    var box = NetworkGraph.Box(path: path, name: name, type: type)
    box.output = call.output
    if !call.hasCalls, inside.count == 1 {
      let only = inside[0]
      (box.identifier, box.kind, box.geometry) = (only.identifier, only.kind, only.geometry)
      box.output = only.output
    } else {
      box.children = inside
    }
    return [box] + fused.map { NetworkGraph.Box(movedFrom: $0, to: around) }
  }

  /// What a call recorded and called; in a module that calls no others, additions and activations
  /// that were fused into a normalisation stand apart, because they belong beside the module.
  private mutating func contents(
    of call: CallRecorder.Call, path: String, isRoot: Bool
  ) -> (children: [NetworkGraph.Box], fused: [NetworkGraph.Box]) {
    let isLeaf = !call.hasCalls && !isRoot
    var children: [NetworkGraph.Box] = []
    var fused: [NetworkGraph.Box] = []
    var last: Int?
    for item in call.items {
      switch item {
      case .call(let inner):
        children += boxes(inner, around: path)
        last = nil
      case .node(let node):
        if let last, joins(node, last, in: children, isLeaf) {
          join(node, &children[children.count - 1])
        } else {
          var made = self.made(from: node, path: path)
          children.append(made.removeFirst())
          if isLeaf { fused += made } else { children += made }
        }
        last = node
      }
    }
    return (children, fused)
  }

  /// Whether a node is part of the box of the node before: a bias, or any step of a module that
  /// calls no others but those that are always boxes of their own.
  private func joins(
    _ node: Int, _ last: Int, in children: [NetworkGraph.Box], _ isLeaf: Bool
  ) -> Bool {
    guard let box = children.last, let identifier = box.identifier, source[last] == identifier,
      tape.nodes[node].inputs.contains(where: { $0.map { source[$0] } == identifier })
    else { return false }
    if tape.nodes[node].addsParameter(on: tape) { return true }
    return isLeaf && !tape.nodes[node].operation.kind.standsAlone
      && !(box.kind?.standsAlone ?? true)
  }

  private mutating func join(_ node: Int, _ box: inout NetworkGraph.Box) {
    guard let identifier = box.identifier else { return }
    let (operation, shape) = (tape.nodes[node].operation, tape.nodes[node].shape)
    if box.kind == .view { box.kind = operation.kind }
    if box.geometry.isEmpty { box.geometry = geometry(of: node) }
    box.output = shape
    connect(tape.nodes[node].inputs, to: identifier)
    source[node] = identifier
  }

  /// The boxes of a node: one, and those of an addition and an activation fused with it.
  private mutating func made(from node: Int, path: String) -> [NetworkGraph.Box] {
    let (operation, shape) = (tape.nodes[node].operation, tape.nodes[node].shape)
    var inputs = tape.nodes[node].inputs
    let addition = operation.isSet("adds") ? inputs.removeLast() : nil
    var made = [next(path, operation.title, operation.kind, shape)]
    made[0].geometry = geometry(of: node)
    connect(inputs, to: count - 1)
    if operation.isSet("adds") {
      made.append(next(path, "+", .addition, shape))
      connect([addition], to: count - 1)
      add(from: count - 2, to: count - 1)
    }
    if operation.kind == .normalization, operation.activation != .identity {
      let function = operation.activation
      made.append(next(path, function.title, .activation(function.traits), shape))
      add(from: count - 2, to: count - 1)
    }
    source[node] = count - 1
    return made
  }

  private mutating func next(
    _ path: String, _ title: String, _ kind: TapeOperation.Kind, _ shape: Shape
  ) -> NetworkGraph.Box {
    var box = NetworkGraph.Box(path: path, name: "", type: title)
    (box.identifier, box.kind, box.output) = (count, kind, shape)
    count += 1
    return box
  }

  private mutating func connect(_ inputs: [Int?], to box: Int) {
    for input in inputs { if let input, let from = source[input] { add(from: from, to: box) } }
  }

  private mutating func add(from: Int, to: Int) {
    let edge = NetworkGraph.Edge(from: from, to: to)
    if from != to, known.insert(edge).inserted { edges.append(edge) }
  }

  private func geometry(of node: Int) -> String {
    OperationCost(tape.nodes[node], path: "", on: tape).geometry
  }
}
