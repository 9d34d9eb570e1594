extension PickleHeap {
  /// Where checkpoints of training scripts keep the weights, in the order of trying.
  private static let usualKeys = ["state_dict", "model_state_dict", "model", "net"]

  /// The dictionary of weights in what a file holds: under the key, whose parts are between dots where
  /// they are not one key; without a key, under a usual one, or the whole.
  func stateDictionary(
    in root: PickleValue, under key: String?, path: String
  ) throws -> PickleDictionary {
    guard case .dictionary(let index) = root else {
      throw FormatError(
        path, .pyTorch, "it holds \(root.kind) and no dictionary; save model.state_dict()")
    }
    let dictionary = dictionaries[index]
    if let key {
      if let found = entry(key, of: dictionary) { return found }
      throw FormatError(
        path, .pyTorch, "it holds no dictionary under \(key.quoted)", keys: keys(of: dictionary))
    }
    for key in Self.usualKeys {
      if case .dictionary(let inner) = dictionary[key] { return dictionaries[inner] }
    }
    guard holdsTensors(dictionary) || dictionary.entries.isEmpty else {
      let names = dictionary.entries.prefix(8).map(\.key.quoted).joined(separator: ", ")
      throw FormatError(
        path, .pyTorch,
        "its dictionary holds no tensor but \(names); the weights are looked for there or under "
          + Self.usualKeys.joined(separator: ", "), keys: keys(of: dictionary))
    }
    return dictionary
  }

  private func entry(_ key: String, of dictionary: PickleDictionary) -> PickleDictionary? {
    if case .dictionary(let index) = dictionary[key] { return dictionaries[index] }
    // The longest beginning that is a key: keys may have dots of their own.
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    for count in stride(from: parts.count - 1, to: 0, by: -1) {
      if case .dictionary(let index) = dictionary[parts[..<count].joined(separator: ".")] {
        return entry(parts[count...].joined(separator: "."), of: dictionaries[index])
      }
    }
    return nil
  }

  private func holdsTensors(_ dictionary: PickleDictionary) -> Bool {
    dictionary.entries.contains { if case .tensor = $0.value { true } else { false } }
  }

  /// The keys of dictionaries that hold tensors.
  private func keys(of dictionary: PickleDictionary) -> [String] {
    dictionary.entries.compactMap { key, value in
      guard case .dictionary(let index) = value, holdsTensors(dictionaries[index]) else {
        return nil
      }
      return key
    }
  }
}
