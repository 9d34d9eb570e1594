import Gradus

extension LoadReport {
  /// All names of each kind that was left out, where the report's one line does not name all of them; beyond
  /// 40 the first part that they have in common with others, and how many have it.
  var leftOut: [String] {
    let kinds = [
      ("starts at random", missing), ("of another shape, starts at random", wrongShape.map(\.name)),
      ("not used", unexpected),
    ]
    return kinds.compactMap { kind, names -> String? in
      guard names.count > 5 else { return nil }
      guard names.count > 40 else {
        return "\(kind): \(names.map { $0.onOneLine() }.joined(separator: ", "))"
      }
      let groups = Dictionary(grouping: names) { name in
        name.firstIndex(of: ".").map { String(name[...$0]) } ?? name
      }
      let counts = groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(8)
        .map { "\($0.value.count) begin with \($0.key.onOneLine())" }
      return "\(kind): \(names.count) names; \(counts.joined(separator: ", "))"
    }
  }
}
