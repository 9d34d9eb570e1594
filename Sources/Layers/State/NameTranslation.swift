/// Which of a model's names each name of a file stands for.
package struct NameTranslation {
  /// The file's names and the model's, in the file's order.
  package private(set) var targets: [(name: String, target: String)] = []
  /// The file's names that are left out.
  package private(set) var ignored: [String] = []
  /// What was taken off all names.
  package private(set) var strippedPrefix = ""

  /// Counters that nothing here reads: BatchNorm's, and that of averaged weights.
  private static let counters: Set = ["num_batches_tracked", "n_averaged"]

  /// Throws `StateMismatch` where two names become the same.
  package init(
    _ names: [String], for expected: Set<String>, _ options: LoadOptions, _ path: String?
  ) throws {
    var kept: [(name: String, rest: String)] = []
    for name in names {
      let isCounter = name.split(separator: ".").last.map { Self.counters.contains(String($0)) }
      if isCounter == true && !expected.contains(options.names(name))
        || options.ignored.contains(where: name.hasPrefix)
      {
        ignored.append(name)
      } else {
        kept.append((name, name))
      }
    }
    while let prefix = options.prefixes.first(where: { Self.wraps($0, kept, expected, options) }) {
      kept = kept.map { ($0.name, $0.rest.dropping(prefix: prefix) ?? $0.rest) }
      strippedPrefix += prefix
    }
    targets = kept.map { ($0.name, options.names($0.rest)) }
    var seen: Set<String> = []
    for (_, target) in targets where !seen.insert(target).inserted {
      throw StateMismatch(
        LoadReport(), of: .model, path: path,
        problem: "two tensors are called \"\(target.onOneLine())\"; check the name map")
    }
  }

  /// The file's names that stand for one of those that are expected.
  package func names(standingFor expected: Set<String>) -> Set<String> {
    Set(targets.filter { expected.contains($0.target) }.map(\.name))
  }

  /// Whether a beginning is a wrapper's: all names have it, and none is the model's own with it.
  private static func wraps(
    _ prefix: String, _ names: [(name: String, rest: String)], _ expected: Set<String>,
    _ options: LoadOptions
  ) -> Bool {
    !prefix.isEmpty && !names.isEmpty
      && names.allSatisfy { $0.rest.dropping(prefix: prefix)?.isEmpty == false }
      && !names.contains { expected.contains(options.names($0.rest)) }
  }
}
