extension NetworkGraph {
  /// The graph in Graphviz' language, modules as clusters.
  public var dot: String {
    var lines = [
      "digraph network {", "  node [shape=box, style=\"rounded,filled\", fillcolor=white];",
      "  compound=true; fontname=\"sans-serif\"; node [fontname=\"sans-serif\"];",
    ]
    var clusters = 0
    func write(_ box: Box, _ indent: String) {
      if let identifier = box.identifier {
        let label = [box.label, box.detail].filter { !$0.isEmpty }.map(Self.escaped)
        lines.append("\(indent)n\(identifier) [label=\"\(label.joined(separator: "\\n"))\"];")
        return
      }
      lines.append("\(indent)subgraph cluster\(clusters) {")
      lines.append("\(indent)  label=\"\(Self.escaped(box.label))\";")
      clusters += 1
      for child in box.children { write(child, indent + "  ") }
      lines.append("\(indent)}")
    }
    write(root, "  ")
    lines += edges.map { "  n\($0.from) -> n\($0.to);" }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}

extension NetworkGraph.Box {
  /// The title, and how often the box repeats: `1…2 Bottleneck ×2`.
  var label: String { repeats == 1 ? title : "\(title) ×\(repeats)" }
}
