import Gradus

/// A configuration that is a table of settings: read from JSON and from the command line, written to
/// `config.json`, and compared, all by the same names.
package protocol SettableConfiguration: Sendable {
  /// All settings, in the order of `config.json`.
  static var settings: [Setting<Self>] { get }
}

extension SettableConfiguration {
  /// Takes the values of a JSON object, key by key; throws `UserError` that names the file, the key
  /// and what is expected.
  package mutating func apply(_ json: JSONValue, path: String) throws {
    guard case .object(let members) = json else {
      throw UserError("\(path): an object of settings expected, not \(json.kind)")
    }
    for member in members {
      try assign(
        member.value, to: Self.setting(member.key, in: path), called: "\(path): \(member.key)")
    }
  }

  /// Takes a value for a setting, which errors call as told; throws `UserError`.
  package mutating func set(_ name: String, to value: JSONValue, called title: String) throws {
    try assign(value, to: Self.setting(name, in: title), called: title)
  }

  private mutating func assign(
    _ value: JSONValue, to setting: Setting<Self>, called title: String
  ) throws {
    do { try setting.assign(&self, value) } catch {
      throw UserError("\(title) takes \(error.expected), not \(Self.abridged(value))")
    }
  }

  /// Takes `key=value` from the command line; throws `UserError`.
  ///
  /// The value is JSON; the quotes around a text may be left out.
  package mutating func apply(assignment: String) throws {
    guard let sign = assignment.firstIndex(of: "=") else {
      throw UserError("--set \(assignment): key=value expected, such as --set epochs=3")
    }
    let (key, text) = (
      String(assignment[..<sign]), String(assignment[assignment.index(after: sign)...])
    )
    let setting = try Self.setting(key, in: "--set")
    let parsed = try? JSONValue(parsing: Array(text.utf8), path: "--set")
    var value = parsed ?? .string(text)
    if setting.isText, value != .null {
      if case .string = value {} else { value = .string(text) }
    }
    do {
      try setting.assign(&self, value)
    } catch {
      throw UserError("--set \(key) takes \(error.expected), not \(text.debugDescription)")
    }
  }

  /// All settings as JSON.
  package var json: JSONValue { .object(Self.settings.map { .init($0.name, $0.value(self)) }) }

  /// The first setting in which two configurations differ; nil for equal ones.
  package func difference(from other: Self) -> String? {
    Self.settings.first { $0.value(self) != $0.value(other) }?.name
  }

  private static func setting(_ key: String, in place: String) throws -> Setting<Self> {
    if let setting = Self.settings.first(where: { $0.name == key }) { return setting }
    // Settings are words run together.
    let nearest = EditDistance.nearest(
      to: key.filter(\.isLetter), among: Self.settings.map(\.name))
    throw UserError(
      "\(place): there is no setting \(key.debugDescription); did you mean \(nearest ?? key)?")
  }

  private static func abridged(_ value: JSONValue) -> String {
    let text = value.text.split(separator: "\n").joined(separator: " ")
    return text.count > 60 ? text.prefix(57) + "..." : text
  }
}
