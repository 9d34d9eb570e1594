extension NetworkGraph {
  /// The graph in Graphviz' language, modules as clusters.
  ///
  /// - Parameter direction: where data flow.
  public func dot(direction: Direction = .down) -> String {
    var lines = [
      "digraph network {", "  rankdir=\(direction == .down ? "TB" : "LR");",
      "  node [shape=box, style=\"rounded,filled\", fillcolor=white];",
      "  compound=true; fontname=\"sans-serif\"; node [fontname=\"sans-serif\"];",
    ]
    var clusters = 0
    func name(_ identifier: Int) -> String {
      identifier < 0 ? "input\(-identifier)" : "n\(identifier)"
    }
    func write(_ box: Box, _ indent: String) {
      if let identifier = box.identifier {
        let label = [box.label, box.detail].filter { !$0.isEmpty }.map(Self.escaped)
        lines.append(
          "\(indent)\(name(identifier)) [label=\"\(label.joined(separator: "\\n"))\"];")
        return
      }
      lines.append("\(indent)subgraph cluster\(clusters) {")
      lines.append("\(indent)  label=\"\(Self.escaped(box.label))\";")
      clusters += 1
      for child in box.children { write(child, indent + "  ") }
      lines.append("\(indent)}")
    }
    write(root, "  ")
    lines += edges.map { "  \(name($0.from)) -> \(name($0.to));" }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}
