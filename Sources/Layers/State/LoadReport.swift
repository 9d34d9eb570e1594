import GradusTensors

/// What became of the names of a model and of the tensors it was given, of a file or from memory.
///
/// Optimisers and averages report in the same words.
public struct LoadReport: Sendable, CustomStringConvertible {
  /// A name that both have with different shapes, in the file's layout.
  public struct ShapeMismatch: Sendable, Hashable {
    /// The model's name.
    public let name: String
    /// The shape the model needs.
    public let expected: Shape
    /// The shape in the file.
    public let found: Shape
  }

  /// A name that both have with different element types, where these must be the same.
  public struct TypeMismatch: Sendable, Hashable {
    /// The model's name.
    public let name: String
    /// The element type the model needs.
    public let expected: DType
    /// The element type in the file.
    public let found: DType
  }

  /// The model's names that were loaded, in its order.
  public internal(set) var loaded: [String] = []
  /// The model's names that the file lacks.
  public internal(set) var missing: [String] = []
  /// The file's names that the model lacks, after prefixes and map.
  public internal(set) var unexpected: [String] = []
  /// Names whose shapes differ.
  public internal(set) var wrongShape: [ShapeMismatch] = []
  /// Names whose element types differ, where these must be the same.
  public internal(set) var wrongType: [TypeMismatch] = []
  /// The file's names that are left out: by rule `num_batches_tracked` and `n_averaged`, which nothing
  /// here reads, and those that `LoadOptions.ignored` names.
  public internal(set) var ignored: [String] = []
  /// What was taken off all names.
  public internal(set) var strippedPrefix = ""

  /// Whether all of the model was loaded and nothing was left over.
  public var isComplete: Bool {
    missing.isEmpty && unexpected.isEmpty && wrongShape.isEmpty && wrongType.isEmpty
  }

  /// For missing names, the unexpected one that looks most like it; only where one is close.
  ///
  /// The first 20 missing names are compared with the first 2,000 unexpected ones.
  public var suggestions: [String: String] {
    var result: [String: String] = [:]
    let candidates = unexpected.prefix(2_000).filter { $0.utf8.count <= 200 }
    for name in missing.prefix(20) where name.utf8.count <= 200 {
      let distances = candidates.map { ($0, EditDistance.between(name, $0)) }
      if let (nearest, distance) = distances.min(by: { $0.1 < $1.1 }),
        distance <= max(2, name.utf8.count / 3)
      {
        result[name] = nearest
      }
    }
    return result
  }

  /// One line: how many names were loaded, and everything that did not match.
  public var description: String {
    let count = loaded.count + missing.count + wrongShape.count + wrongType.count
    var parts = ["\(loaded.count) of \(count) tensors match"]
    let suggestions = suggestions
    parts += Self.part("missing", missing) { name in
      suggestions[name].map { "\(name) (is it \"\($0)\"?)" } ?? name
    }
    parts += Self.part("unexpected", unexpected) { $0 }
    parts += Self.part("wrong shape", wrongShape) {
      "\($0.name) (model \($0.expected), file \($0.found))"
    }
    parts += Self.part("wrong element type", wrongType) {
      "\($0.name) (model \($0.expected), file \($0.found))"
    }
    if !ignored.isEmpty { parts.append("ignored: \(ignoredParts)") }
    if !strippedPrefix.isEmpty {
      parts.append("prefix \"\(strippedPrefix.onOneLine())\" taken off")
    }
    return parts.joined(separator: "; ")
  }

  /// How many counters there are, and the other names that were left out.
  private var ignoredParts: String {
    let others = ignored.filter { !$0.hasSuffix("num_batches_tracked") }
    let counters = ignored.count - others.count
    let names = others.prefix(5).map { $0.onOneLine() }
    let rest = others.count > 5 ? ["\(others.count - 5) more"] : []
    return ((counters > 0 ? ["\(counters) batch counters"] : []) + names + rest)
      .joined(separator: ", ")
  }

  private static func part<Element>(
    _ title: String, _ elements: [Element], _ text: (Element) -> String
  ) -> [String] {
    if elements.isEmpty { return [] }
    let shown = elements.prefix(5).map { text($0).onOneLine() }.joined(separator: ", ")
    let rest = elements.count > 5 ? " and \(elements.count - 5) more" : ""
    return ["\(title): \(shown)\(rest)"]
  }
}
