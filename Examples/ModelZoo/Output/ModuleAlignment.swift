import Gradus

/// Two trees of modules laid side by side: what both have stands together, and between lies what
/// differs.
///
/// Children are aligned as sequences, with the most that both have in common (Needleman and Wunsch
/// 1970); modules of one type that differ inside are compared in turn.
struct ModuleAlignment {
  /// Neighbouring modules in which the trees differ; either side may be empty.
  struct Difference {
    let place: String
    let left, right: [ModuleCost]
    /// How often it occurs: in each of so many equal modules in a row.
    let repeats: Int
  }

  private(set) var differences: [Difference] = []

  init(_ left: ModuleCost, _ right: ModuleCost) {
    compare(left.children, right.children, below: "", repeats: 1)
  }

  private mutating func compare(
    _ a: [ModuleCost], _ b: [ModuleCost], below path: String, repeats: Int
  ) {
    let best = Self.scores(a, b)
    var (i, j) = (0, 0)
    var (left, right): ([ModuleCost], [ModuleCost]) = ([], [])
    func score(_ i: Int, _ j: Int) -> Double { best[i][j] }
    while i < a.count || j < b.count {
      if i < a.count, j < b.count, Self.likeness(a[i], b[j]) > 0,
        score(i, j) == score(i + 1, j + 1) + Self.likeness(a[i], b[j])
      {
        close(&left, &right, path, repeats)
        meet(a[i], b[j], path, repeats)
        (i, j) = (i + 1, j + 1)
      } else if j == b.count || i < a.count && score(i, j) == score(i + 1, j) {
        left.append(a[i])
        i += 1
      } else {
        right.append(b[j])
        j += 1
      }
    }
    close(&left, &right, path, repeats)
  }

  private mutating func meet(
    _ a: ModuleCost, _ b: ModuleCost, _ path: String, _ repeats: Int
  ) {
    if Self.areSame(a, b) || Self.follows(a, b) { return }
    if a.repeats == b.repeats, !a.children.isEmpty, !b.children.isEmpty {
      return compare(
        a.children, b.children, below: Self.joined(path, a.name), repeats: repeats * a.repeats)
    }
    differences.append(
      Difference(place: Self.joined(path, a.name), left: [a], right: [b], repeats: repeats))
  }

  private mutating func close(
    _ left: inout [ModuleCost], _ right: inout [ModuleCost], _ path: String, _ repeats: Int
  ) {
    let shown = left.isEmpty ? right : left
    guard let first = shown.first, let last = shown.last else { return }
    let (start, end) = (first.name.prefix { $0 != "…" }, last.name.split(separator: "…").last)
    let name = start == end ?? "" ? String(start) : "\(start)…\(end ?? "")"
    differences.append(
      Difference(
        place: Self.joined(path, name), left: left, right: right, repeats: repeats))
    (left, right) = ([], [])
  }

  /// The most that the rest from a pair of places on has in common.
  private static func scores(_ a: [ModuleCost], _ b: [ModuleCost]) -> [[Double]] {
    var best = [[Double]](
      repeating: [Double](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        let likeness = likeness(a[i], b[j])
        let met = likeness > 0 ? best[i + 1][j + 1] + likeness : 0
        best[i][j] = max(met, best[i + 1][j], best[i][j + 1])
      }
    }
    return best
  }

  /// How much two modules have in common; 0 for nothing.
  private static func likeness(_ a: ModuleCost, _ b: ModuleCost) -> Double {
    guard a.type == b.type else { return 0 }
    if areSame(a, b) { return 8 }
    if isInside(a, sameAs: b) { return 4 }
    if !a.children.isEmpty, !b.children.isEmpty { return a.name == b.name ? 2 : 1 }
    return a.output == b.output || a.geometry == b.geometry ? 1 : 0.5
  }

  private static func areSame(_ a: ModuleCost, _ b: ModuleCost) -> Bool {
    a.repeats == b.repeats && isInside(a, sameAs: b)
  }

  private static func isInside(_ a: ModuleCost, sameAs b: ModuleCost) -> Bool {
    a.type == b.type && a.geometry == b.geometry && a.padding == b.padding
      && a.output == b.output && a.parameters == b.parameters
      && a.multiplyAdds == b.multiplyAdds && a.children.count == b.children.count
      && zip(a.children, b.children).allSatisfy { areSame($0, $1) }
  }

  /// Whether two leaves without parameters differ only in size, which follows from what is before.
  private static func follows(_ a: ModuleCost, _ b: ModuleCost) -> Bool {
    a.repeats == b.repeats && a.children.isEmpty && b.children.isEmpty && a.type == b.type
      && a.geometry == b.geometry && a.padding == b.padding && a.parameters + b.parameters == 0
  }

  private static func joined(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }
}
