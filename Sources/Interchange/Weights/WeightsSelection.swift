import GradusLayers

/// What of a file of weights is read.
public struct WeightsSelection: Sendable {
  /// The entry of the file's dictionary that holds the weights, `ema` or `state.net`; nil for the
  /// usual one. In a format without dictionaries in dictionaries, the tensors whose names begin with
  /// the key and a dot, without both.
  public var key: String?
  /// Those that are wanted of all names; others are not read, and an archive's not even expanded.
  public var wanted: @Sendable (_ names: [String]) throws -> Set<String>

  /// Makes a selection; of everything, unless told otherwise.
  public init(
    key: String? = nil,
    wanted: @escaping @Sendable (_ names: [String]) throws -> Set<String> = { Set($0) }
  ) {
    (self.key, self.wanted) = (key, wanted)
  }

  /// All of a file.
  public static let everything = WeightsSelection()

  /// Of the names of a file without dictionaries in dictionaries, those that are read, each beside the
  /// name it gets, and those that are not.
  ///
  /// Throws `FormatError` for a key that no name begins with.
  package func chosen(
    of stored: [String], path: String, _ format: FormatError.Format
  ) throws -> (read: [(name: String, stored: String)], unread: [String]) {
    var names = stored.map { (name: $0, stored: $0) }
    if let key {
      names = names.compactMap { entry in
        guard entry.stored.hasPrefix("\(key).") else { return nil }
        return (String(entry.stored.dropFirst(key.count + 1)), entry.stored)
      }
      guard !names.isEmpty else {
        let heads = stored.compactMap { $0.split(separator: ".").first.map(String.init) }
        throw FormatError(
          path, format, "no tensor's name begins with \("\(key).".quoted)", keys: heads.distinct())
      }
    }
    let wanted = try wanted(names.map(\.name))
    return (
      names.filter { wanted.contains($0.name) },
      names.filter { !wanted.contains($0.name) }.map(\.name)
    )
  }
}

extension [String] {
  /// The strings without repetitions, in order.
  fileprivate func distinct() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
