/// Settings that are texts, names and truth values.
extension Setting {
  /// True or false.
  package static func truth(
    _ name: String, _ path: Path<Bool>,
    _ summary: String
  ) -> Setting {
    custom(
      name, path, summary, expected: "true or false",
      read: { if case .boolean(let truth) = $0 { truth } else { nil } }, write: { .boolean($0) })
  }

  /// One of some texts.
  package static func choice(
    _ name: String, _ path: Path<String>,
    _ choices: [String], _ summary: String
  ) -> Setting {
    custom(
      name, path, summary, expected: "one of \(choices.joined(separator: ", "))", isText: true,
      read: { if case .string(let text) = $0, choices.contains(text) { text } else { nil } },
      write: { .string($0) })
  }

  /// One of some texts, or null.
  package static func choice(
    _ name: String, _ path: Path<String?>,
    _ choices: [String], _ summary: String
  ) -> Setting {
    custom(
      name, path, summary, expected: "one of \(choices.joined(separator: ", ")), or null",
      isText: true,
      read: { value in
        if value == .null { return .some(nil) }
        if case .string(let text) = value, choices.contains(text) { return .some(text) }
        return nil
      },
      write: { $0.map { .string($0) } ?? .null })
  }

  /// A text.
  package static func text(
    _ name: String, _ path: Path<String>,
    _ summary: String
  ) -> Setting {
    custom(
      name, path, summary, expected: "a text", isText: true,
      read: { if case .string(let text) = $0 { text } else { nil } }, write: { .string($0) })
  }

  /// A text, or null.
  package static func text(
    _ name: String, _ path: Path<String?>,
    _ summary: String
  ) -> Setting {
    custom(
      name, path, summary, expected: "a text, or null", isText: true,
      read: { value in
        if value == .null { return .some(nil) }
        if case .string(let text) = value { return .some(text) }
        return nil
      },
      write: { $0.map { .string($0) } ?? .null })
  }

  /// One of the names of a type.
  package static func choice<Value: RawRepresentable<String> & Sendable>(
    _ name: String, _ path: Path<Value>, _ choices: [Value], _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "one of \(choices.map(\.rawValue).joined(separator: ", "))", isText: true,
      read: { if case .string(let text) = $0 { Value(rawValue: text) } else { nil } },
      write: { .string($0.rawValue) })
  }

  /// A list of names of a type.
  package static func choices<Value: RawRepresentable<String> & Sendable>(
    _ name: String, _ path: Path<[Value]>, _ choices: [Value], _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "a list of \(choices.map(\.rawValue).joined(separator: ", "))",
      read: {
        list($0) { if case .string(let text) = $0 { Value(rawValue: text) } else { nil } }
      },
      write: { .array($0.map { .string($0.rawValue) }) })
  }
}
