import Gradus

/// A block as the figure of its paper has it, written down in words, and the module of the catalog that
/// is drawn beside it.
struct PaperBlock: Sendable, CustomStringConvertible {
  /// Author, year, figure and what it is.
  let paper: String
  let network: String
  let module: String
  /// The figure's nodes from top to bottom, a chain unless the arrows say otherwise.
  let nodes: [String]
  /// Arrows besides those from each node to the next.
  let more: [[Int]]
  /// Nodes that do not lead to the next one.
  let ends: Set<Int>

  init(
    _ paper: String, _ network: String, _ module: String, _ nodes: String, more: [[Int]] = [],
    ends: Set<Int> = []
  ) {
    (self.paper, self.network, self.module) = (paper, network, module)
    self.nodes = ["input"] + nodes.split(separator: ", ").map(String.init)
    (self.more, self.ends) = (more, ends)
  }

  var description: String { paper }

  /// All arrows, each from a node to another.
  var arrows: Set<[Int]> {
    Set((0..<nodes.count - 1).filter { !ends.contains($0) }.map { [$0, $0 + 1] } + more)
  }

  /// `input → conv 3x3 → norm → +; and input → +`: a chain for each piece, then the other arrows.
  var words: String {
    var chains = [[nodes[0]]]
    for index in nodes.indices.dropFirst() {
      if ends.contains(index - 1) {
        chains.append([nodes[index]])
      } else {
        chains[chains.count - 1].append(nodes[index])
      }
    }
    let chain = chains.map { $0.joined(separator: " → ") }.joined(separator: "; ")
    let others = more.map { "\(name($0[0])) → \(name($0[1]))" }.joined(separator: ", ")
    return others.isEmpty ? chain : "\(chain); and \(others)"
  }

  /// A node's word, with its number among equal ones.
  private func name(_ index: Int) -> String {
    let equal = nodes.indices.filter { nodes[$0] == nodes[index] }
    guard equal.count > 1, let place = equal.firstIndex(of: index) else { return nodes[index] }
    return "\(["first", "second", "third", "fourth", "fifth", "sixth"][place]) \(nodes[index])"
  }

  /// The module's drawing.
  func graph() throws -> NetworkGraph {
    try DrawnNetwork(try Catalog.entry(named: network), module: module, isFolded: false).graph
      .flattened.titled("\(network) \(module)")
  }

  /// What a box of a drawing computes, in the words of `nodes`.
  static func word(_ box: NetworkGraph.Box) -> String {
    let window = box.geometry.isEmpty ? "" : " \(box.geometry)"
    switch box.kind {
    case .convolution: return "conv\(window)"
    case .pooling: return "pool\(window)"
    case .normalization: return "norm"
    case .rearrangement: return "shuffle"
    default: return box.type.lowercased()
    }
  }
}
