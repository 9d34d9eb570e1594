/// One value of a configuration: its name, what may stand there, and where it is kept.
package struct Setting<Configuration>: Sendable {
  /// The key in JSON and in `--set`.
  package let name: String
  /// What it means, in a line.
  package let summary: String
  /// Takes a value, or throws what is expected instead.
  package let assign: @Sendable (inout Configuration, JSONValue) throws(Mismatch) -> Void
  /// The value as JSON.
  package let value: @Sendable (Configuration) -> JSONValue
  /// Whether a text on the command line is taken as it is.
  package let isText: Bool

  /// What a setting takes: "a whole number from 1 to 16384".
  package typealias Mismatch = SettingMismatch

  package typealias Path<Value> = WritableKeyPath<Configuration, Value> & Sendable

  /// A setting of any type, given how to read and write it; `read` gives nil for what does not fit.
  package static func custom<Value: Sendable>(
    _ name: String, _ path: Path<Value>, _ summary: String, expected: String, isText: Bool = false,
    read: @escaping @Sendable (JSONValue) -> Value?,
    write: @escaping @Sendable (Value) -> JSONValue
  ) -> Setting {
    Setting(
      name: name, summary: summary,
      assign: { configuration, value throws(Mismatch) in
        guard let read = read(value) else { throw Mismatch(expected: expected) }
        configuration[keyPath: path] = read
      },
      value: { write($0[keyPath: path]) }, isText: isText)
  }
}
