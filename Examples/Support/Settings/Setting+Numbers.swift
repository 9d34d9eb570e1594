/// Settings that are numbers.
extension Setting {
  /// A whole number.
  package static func integer(
    _ name: String, _ path: Path<Int>,
    _ range: ClosedRange<Int>, _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
      read: { whole($0, range) }, write: { .number(Double($0)) })
  }

  /// A whole number, or null.
  package static func integer(
    _ name: String, _ path: Path<Int?>,
    _ range: ClosedRange<Int>, _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "a whole number from \(range.lowerBound) to \(range.upperBound), or null",
      read: { $0 == .null ? .some(nil) : whole($0, range).map(Optional.some) },
      write: { $0.map { .number(Double($0)) } ?? .null })
  }

  /// A number.
  package static func number(
    _ name: String, _ path: Path<Double>,
    _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    custom(
      name, path, summary, expected: "a number from \(range.lowerBound) to \(range.upperBound)",
      read: { real($0, range) }, write: { .number($0) })
  }

  /// A number, or null.
  package static func number(
    _ name: String, _ path: Path<Double?>,
    _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "a number from \(range.lowerBound) to \(range.upperBound), or null",
      read: { $0 == .null ? .some(nil) : real($0, range).map(Optional.some) },
      write: { $0.map { .number($0) } ?? .null })
  }

  /// A list of numbers.
  package static func numbers(
    _ name: String, _ path: Path<[Double]>,
    _ range: ClosedRange<Double>, _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "a list of numbers from \(range.lowerBound) to \(range.upperBound), such as "
        + "[0.5, 0.75]",
      read: { list($0) { real($0, range) } },
      write: { .array($0.map { .number($0) }) })
  }

  /// A list of whole numbers.
  package static func integers(
    _ name: String, _ path: Path<[Int]>, _ range: ClosedRange<Int>, _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "a list of whole numbers from \(range.lowerBound) to \(range.upperBound)",
      read: { list($0) { whole($0, range) } },
      write: { .array($0.map { .number(Double($0)) }) })
  }

  /// A list of whole numbers, or null.
  package static func integers(
    _ name: String, _ path: Path<[Int]?>, _ range: ClosedRange<Int>, _ summary: String
  ) -> Setting {
    custom(
      name, path, summary,
      expected: "a list of whole numbers from \(range.lowerBound) to \(range.upperBound), or null",
      read: { value in
        value == .null ? .some(nil) : list(value) { whole($0, range) }.map(Optional.some)
      },
      write: { $0.map { .array($0.map { .number(Double($0)) }) } ?? .null })
  }

  /// The elements of a list; nil where one does not fit, or there are more than a hundred.
  static func list<Element>(
    _ value: JSONValue, _ read: (JSONValue) -> Element?
  ) -> [Element]? {
    guard case .array(let elements) = value, elements.count <= 100 else { return nil }
    let read = elements.compactMap(read)
    return read.count == elements.count ? read : nil
  }

  static func whole(_ value: JSONValue, _ range: ClosedRange<Int>) -> Int? {
    guard case .number(let number) = value, let whole = Int(exactly: number) else { return nil }
    return range.contains(whole) ? whole : nil
  }

  static func real(_ value: JSONValue, _ range: ClosedRange<Double>) -> Double? {
    guard case .number(let number) = value else { return nil }
    return range.contains(number) ? number : nil
  }
}
