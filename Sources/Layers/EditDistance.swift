/// How different two words are.
package enum EditDistance {
  /// How many insertions, deletions and replacements turn one word into the other (Levenshtein
  /// 1966).
  package static func between(_ a: some StringProtocol, _ b: some StringProtocol) -> Int {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    var previous = Array(0...b.count)
    for (row, character) in a.enumerated() {
      var current = [row + 1]
      for (column, other) in b.enumerated() {
        let replaced = previous[column] + (character == other ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      previous = current
    }
    return previous[b.count]
  }

  /// The first of `names` that the fewest changes turn `word` into, capitals aside; nil without
  /// names.
  ///
  /// Names are short: only the first 100 characters of `word` count.
  package static func nearest(to word: String, among names: [String]) -> String? {
    let wanted = word.lowercased().prefix(100)
    return names.map { ($0, between(wanted, $0.lowercased())) }.min { $0.1 < $1.1 }?.0
  }
}
