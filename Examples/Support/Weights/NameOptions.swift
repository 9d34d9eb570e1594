import ArgumentParser
import Gradus

/// How the names in a file of weights become a network's.
package struct NameOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The entry of the file's dictionary that holds the weights, such as ema or state.net.",
      valueName: "key"))
  package var key: String?
  @Option(
    help: ArgumentHelp(
      "Take this beginning off the names that have it; may be given several times.",
      valueName: "beginning"))
  package var strip: [String] = []
  @Option(
    help: ArgumentHelp(
      "Replace one beginning of names by another, after --strip; may be given several times.",
      valueName: "from=to"))
  package var rename: [Renaming] = []
  @Option(
    help: ArgumentHelp(
      "Leave out the file's names that begin so; may be given several times.",
      valueName: "beginning"))
  package var ignore: [String] = []
  @Option(help: "How names are mapped: \(NameMap.named.keys.sorted().joined(separator: " or ")).")
  package var names = "identity"

  @Option(
    help: ArgumentHelp(
      "The order of the axes of filters: oihw (PyTorch, Caffe) or hwio (TensorFlow, Keras, Flax); the "
        + "format's otherwise.", valueName: "order"))
  package var layout: AxisOrder?

  /// A beginning and what stands for it.
  package struct Renaming: ExpressibleByArgument {
    let old: String, new: String

    package init?(argument: String) {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else { return nil }
      (old, new) = (String(parts[0]), String(parts[1]))
    }
  }

  package init() {}

  /// The first option that is given; nil where none is.
  package var firstGiven: String? {
    let given: [(String, Bool)] = [
      ("key", key != nil), ("strip", !strip.isEmpty), ("rename", !rename.isEmpty),
      ("ignore", !ignore.isEmpty), ("names", names != "identity"), ("layout", layout != nil),
    ]
    return given.first(where: \.1)?.0
  }

  package func validate() throws {
    guard NameMap.named[names] != nil else {
      throw ValidationError(
        "--names is one of \(NameMap.named.keys.sorted().joined(separator: ", ")), not \(names)")
    }
    for (option, values) in [("strip", strip), ("ignore", ignore)] where values.contains("") {
      throw ValidationError("--\(option) needs a beginning of names, not nothing")
    }
    let renamed = rename.map(\.old)
    if let twice = renamed.first(where: { old in renamed.count { $0 == old } > 1 }) {
      throw ValidationError("--rename gives \(twice.onOneLine()) two names")
    }
  }

  /// What the options ask of loading.
  package func loadOptions(_ completeness: LoadOptions.Completeness) -> LoadOptions {
    let renaming = NameMap(
      prefixes: Dictionary(rename.map { ($0.old, $0.new) }) { first, _ in first })
    let named = NameMap.named[names] ?? .identity
    let strip = strip
    let map = NameMap { name in
      var name = name
      for beginning in strip where name.hasPrefix(beginning) {
        name = String(name.dropFirst(beginning.count))
      }
      return named(renaming(name))
    }
    return LoadOptions(
      completeness: completeness, names: map, ignored: ignore, key: key, layout: layout?.layout)
  }
}
