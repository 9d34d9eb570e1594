import GradusTensors

/// What is wrong with a state dictionary for a model.
public struct StateDictionaryError: Error, Sendable, CustomStringConvertible {
  /// Names the model has and the dictionary lacks.
  public let missing: [String]
  /// Names the dictionary has and the model lacks.
  public let unexpected: [String]
  /// Names whose shapes differ: the model's and the dictionary's.
  public let mismatched: [(name: String, expected: Shape, found: Shape)]

  /// One line that lists everything that does not match.
  public var description: String {
    var parts: [String] = []
    if !missing.isEmpty { parts.append("missing: \(Self.list(missing))") }
    if !unexpected.isEmpty { parts.append("unexpected: \(Self.list(unexpected))") }
    if !mismatched.isEmpty {
      parts.append(
        "wrong shape: "
          + Self.list(
            mismatched.map { "\($0.name) (model \($0.expected), file \($0.found))" }))
    }
    return "the weights do not fit the model, nothing was loaded; " + parts.joined(separator: "; ")
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).map(\.onOneLine).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}

extension Module {
  /// All parameters and buffers by name, in torchvision's names and order.
  public var stateDictionary: [(name: String, value: Tensor)] {
    var result: [(name: String, value: Tensor)] = []
    Reflection.walk(self) { path, member in
      switch member {
      case .parameter(let parameter): result.append((path, parameter.value))
      case .buffer(let buffer): result.append((path, buffer.value))
      case .module: break
      }
    }
    return result
  }

  /// Takes all parameters and buffers from a dictionary; changes nothing unless everything fits.
  ///
  /// A model that has values keeps its element types; one without takes the dictionary's.
  /// Throws `StateDictionaryError` that lists missing and unexpected names and wrong shapes.
  public func load(_ state: [(name: String, value: Tensor)]) throws {
    let given = Dictionary(state.map { ($0.name, $0.value) }) { first, _ in first }
    var assignments: [() -> Void] = []
    var known: Set<String> = []
    var (missing, mismatched): ([String], [(name: String, expected: Shape, found: Shape)]) = (
      [], []
    )
    func take(_ name: String, _ current: Tensor, _ assign: @escaping (Tensor) -> Void) {
      known.insert(name)
      guard let value = given[name] else { return missing.append(name) }
      guard value.shape == current.shape else {
        return mismatched.append((name, current.shape, value.shape))
      }
      assignments.append {
        assign(current.isShapeOnly ? value : value.converted(to: current.dtype))
      }
    }
    Reflection.walk(self) { path, member in
      switch member {
      case .parameter(let parameter): take(path, parameter.value) { parameter.value = $0 }
      case .buffer(let buffer): take(path, buffer.value) { buffer.value = $0 }
      case .module: break
      }
    }
    let unexpected = state.map(\.name).filter { !known.contains($0) }
    guard missing.isEmpty, unexpected.isEmpty, mismatched.isEmpty else {
      throw StateDictionaryError(missing: missing, unexpected: unexpected, mismatched: mismatched)
    }
    for assign in assignments { assign() }
  }
}
