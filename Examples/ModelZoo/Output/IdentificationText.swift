import Gradus

/// What `identify` prints.
struct IdentificationText {
  private let found: Identification

  init(_ found: Identification) { self.found = found }

  /// A table of the networks that fit, then the choices that they differ in; or the nearest ones.
  var text: String {
    guard !found.candidates.isEmpty else {
      return found.nearest.map { "\($0.network): \($0.report)\n" }.joined()
    }
    let isKnown = found.candidates.contains { $0.difference != nil }
    var table = TextTable(
      ["network", "classes", "options"] + (isKnown ? ["difference", ""] : []), left: [0, 2, 4])
    table.rows = found.candidates.map { candidate in
      let change =
        NetworkVariant.Change.text(candidate.variant.changes).map { ["--variant \($0)"] } ?? []
      let difference = candidate.difference.map { NumberText.short($0) } ?? ""
      return [
        candidate.variant.network, "\(candidate.classes)",
        (candidate.options + change).joined(separator: " "),
      ] + (isKnown ? [difference, candidate.agrees ? "agrees" : ""] : [])
    }
    let forks = Fork.known.filter { fork in
      found.candidates.count { fork.branch(of: $0.variant) != nil } > 1
    }
    return table.text
      + forks.map { fork in
        "\nThe weights do not show \(fork.subject):\n"
          + fork.branches.map { "  \($0.choice): \($0.publications)\n" }.joined()
      }.joined()
  }
}
