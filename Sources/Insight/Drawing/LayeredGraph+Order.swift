extension LayeredGraph {
  /// Orders each layer by the mean place of what its nodes are connected with, forth and back, which
  /// makes arrows cross less.
  mutating func order() {
    for sweep in 0..<6 {
      var places = [Double](repeating: 0, count: nodes.count)
      for row in rows { for (place, node) in row.enumerated() { places[node] = Double(place) } }
      let isForth = sweep % 2 == 0
      for level in isForth ? Array(rows.indices) : rows.indices.reversed() {
        let wanted = rows[level].map { node -> Double in
          let ends = links.compactMap {
            isForth
              ? ($0.to == node ? places[$0.from] : nil) : ($0.from == node ? places[$0.to] : nil)
          }
          return ends.isEmpty ? places[node] : ends.reduce(0, +) / Double(ends.count)
        }
        let sorted = zip(rows[level], wanted).enumerated().sorted {
          ($0.element.1, $0.offset) < ($1.element.1, $1.offset)
        }
        rows[level] = sorted.map(\.element.0)
        for (place, node) in rows[level].enumerated() { places[node] = Double(place) }
      }
    }
  }
}
