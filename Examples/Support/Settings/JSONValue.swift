import Foundation
import Gradus

/// A JSON text as a value, read more strictly than the standard asks (RFC 8259): a key that occurs
/// twice in an object is refused, because readers would disagree about its value.
package enum JSONValue: Sendable, Hashable {
  /// A key of an object with its value.
  package struct Member: Sendable, Hashable {
    /// The key.
    package let key: String
    /// The value.
    package let value: JSONValue

    /// Makes a member.
    package init(_ key: String, _ value: JSONValue) { (self.key, self.value) = (key, value) }
  }

  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A finite number.
  case number(Double)
  /// Text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Keys and values in the order of the text.
  case object([Member])

  /// How many lists and objects may be inside one another.
  package static let deepest = 64

  /// Reads a JSON text in UTF-8; `path` is what errors call it. Throws `JSONError`.
  package init(parsing bytes: [UInt8], path: String) throws {
    self = try JSONParser.document(bytes, path: path)
  }

  /// Reads a JSON file; throws `FileError` and `JSONError`.
  package init(readingFrom path: String) throws {
    try self.init(parsing: FileContents.read(path), path: path)
  }

  /// What kind of value it is, for messages.
  package var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a truth value"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The value as JSON text: objects a member a line, lists on one line, numbers with as many digits
  /// as bring back the same `Double`.
  package var text: String { text(indent: "") }

  private func text(indent: String) -> String {
    switch self {
    case .null: return "null"
    case .boolean(let value): return "\(value)"
    case .number(let value):
      return value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    case .string(let value): return JSONText.quoted(value)
    case .array(let values):
      return "[\(values.map { $0.text(indent: indent + "  ") }.joined(separator: ", "))]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let inner = indent + "  "
      let lines = members.map {
        "\(inner)\(JSONText.quoted($0.key)): \($0.value.text(indent: inner))"
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    }
  }
}

/// A text that is not the JSON it should be, told in one line.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  package let path: String
  /// Where in it, from 1.
  package let line: Int, column: Int
  /// What is wrong there.
  package let problem: String

  /// The place and the problem.
  package var description: String { "\(path), line \(line), column \(column): \(problem)" }
}
