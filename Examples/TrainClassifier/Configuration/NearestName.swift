/// Finds what somebody who mistyped a name meant.
enum NearestName {
  /// The name that the fewest insertions, deletions and replacements of letters turn into `word`,
  /// capitals aside (Levenshtein 1966).
  static func of(_ word: String, among names: [String]) -> String {
    let wanted = Array(word.lowercased().filter(\.isLetter).prefix(100))
    return names.min {
      distance(wanted, Array($0.lowercased())) < distance(wanted, Array($1.lowercased()))
    } ?? word
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
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
}
