/// The order of layers from input to output, told from their paths.
///
/// The stem comes first and the classifier last; between them, numbers count as numbers, so that
/// `layer1.10.conv1` follows `layer1.9.conv2`.
enum LayerOrder {
  /// `paths` from input to output.
  static func sorted(_ paths: some Sequence<String>) -> [String] {
    paths.map { (path: $0, key: key($0)) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key, by: precedes) }
      .map(\.path)
  }

  /// Whether `path` names a convolution.
  static func isConvolution(_ path: String) -> Bool {
    path.split(separator: ".").contains { $0.lowercased().hasPrefix("conv") }
  }

  private enum Part: Equatable {
    case rank(Int)
    case number(Int)
    case word(String)
  }

  private static func key(_ path: String) -> [Part] {
    let first = path.prefix { $0 != "." }.lowercased()
    let isStem = first.hasPrefix("conv") || first.hasPrefix("stem")
    let isHead = ["fc", "head", "classifier", "linear", "output"].contains { first.hasPrefix($0) }
    return [.rank(isStem ? 0 : isHead ? 2 : 1)] + parts(path)
  }

  private static func parts(_ path: String) -> [Part] {
    var (parts, rest) = ([Part](), path[...])
    while let character = rest.first {
      let isDigit = character.isASCII && character.isNumber
      let run = rest.prefix { ($0.isASCII && $0.isNumber) == isDigit }
      parts.append(isDigit ? .number(Int(run) ?? .max) : .word(String(run)))
      rest = rest.dropFirst(run.count)
    }
    return parts
  }

  private static func precedes(_ a: Part, _ b: Part) -> Bool {
    switch (a, b) {
    case (.rank(let a), .rank(let b)), (.number(let a), .number(let b)): a < b
    case (.word(let a), .word(let b)): a < b
    case (.number, .word): true
    default: false
    }
  }
}
