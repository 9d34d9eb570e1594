import Gradus

/// One value of the configuration: its name, what may stand there, and where it is kept.
struct Setting: Sendable {
  /// The key in JSON and in `--set`.
  let name: String
  /// What it means, in a line.
  let summary: String
  /// Takes a value, or throws what is expected instead.
  let assign: @Sendable (inout TrainingConfiguration, JSONValue) throws(Mismatch) -> Void
  /// The value as JSON.
  let value: @Sendable (TrainingConfiguration) -> JSONValue
  /// Whether a text on the command line is taken as it is.
  let isText: Bool

  /// What a setting takes: "a whole number from 1 to 16384".
  struct Mismatch: Error { let expected: String }

  private typealias Path<Value> = WritableKeyPath<TrainingConfiguration, Value> & Sendable

  /// A setting of any type, given how to read and write it; `nil` is JSON's null.
  private static func make<Value: Sendable>(
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

  static func integer(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Int> & Sendable,
    _ range: ClosedRange<Int>, _ summary: String
  ) -> Setting {
    make(
      name, path, summary,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      read: { whole($0, range) }, write: { .number(Double($0)) })
  }

  static func integer(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Int?> & Sendable,
    _ range: ClosedRange<Int>, _ summary: String
  ) -> Setting {
    make(
      name, path, summary,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound), or null",
      read: { $0 == .null ? .some(nil) : whole($0, range).map(Optional.some) },
      write: { $0.map { .number(Double($0)) } ?? .null })
  }

  static func number(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Double> & Sendable,
    _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    make(
      name, path, summary, expected: "a number from \(range.lowerBound) to \(range.upperBound)",
      read: { real($0, range) }, write: { .number($0) })
  }

  static func number(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Double?> & Sendable,
    _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    make(
      name, path, summary,
      expected: "a number from \(range.lowerBound) to \(range.upperBound), or null",
      read: { $0 == .null ? .some(nil) : real($0, range).map(Optional.some) },
      write: { $0.map { .number($0) } ?? .null })
  }

  static func numbers(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, [Double]> & Sendable,
    _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    make(
      name, path, summary,
      expected: "a list of numbers from \(range.lowerBound) to \(range.upperBound), such as "
        + "[0.5, 0.75]",
      read: { value in
        guard case .array(let elements) = value, elements.count <= 100 else { return nil }
        let numbers = elements.compactMap { real($0, range) }
        return numbers.count == elements.count ? numbers : nil
      },
      write: { .array($0.map { .number($0) }) })
  }

  static func truth(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, Bool> & Sendable,
    _ summary: String
  ) -> Setting {
    make(
      name, path, summary, expected: "true or false",
      read: { if case .boolean(let truth) = $0 { truth } else { nil } }, write: { .boolean($0) })
  }

  static func choice(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, String> & Sendable,
    _ choices: [String], _ summary: String
  ) -> Setting {
    make(
      name, path, summary, expected: "one of \(choices.joined(separator: ", "))", isText: true,
      read: { if case .string(let text) = $0, choices.contains(text) { text } else { nil } },
      write: { .string($0) })
  }

  static func choice(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, String?> & Sendable,
    _ choices: [String], _ summary: String
  ) -> Setting {
    make(
      name, path, summary, expected: "one of \(choices.joined(separator: ", ")), or null",
      isText: true,
      read: { value in
        if value == .null { return .some(nil) }
        if case .string(let text) = value, choices.contains(text) { return .some(text) }
        return nil
      },
      write: { $0.map { .string($0) } ?? .null })
  }

  static func text(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, String> & Sendable,
    _ summary: String
  ) -> Setting {
    make(
      name, path, summary, expected: "a text", isText: true,
      read: { if case .string(let text) = $0 { text } else { nil } }, write: { .string($0) })
  }

  static func text(
    _ name: String, _ path: WritableKeyPath<TrainingConfiguration, String?> & Sendable,
    _ summary: String
  ) -> Setting {
    make(
      name, path, summary, expected: "a text, or null", isText: true,
      read: { value in
        if value == .null { return .some(nil) }
        if case .string(let text) = value { return .some(text) }
        return nil
      },
      write: { $0.map { .string($0) } ?? .null })
  }

  private static func whole(_ value: JSONValue, _ range: ClosedRange<Int>) -> Int? {
    guard case .number(let number) = value, let whole = Int(exactly: number) else { return nil }
    return range.contains(whole) ? whole : nil
  }

  private static func real(_ value: JSONValue, _ range: ClosedRange<Double>) -> Double? {
    guard case .number(let number) = value else { return nil }
    return range.contains(number) ? number : nil
  }
}
