/// What a trial measures: a number or a curve, such as the training loss at the end.
///
///     extension Quantity {
///       static let largestRate = Quantity("largest rate")
///     }
public struct Quantity: RawRepresentable, Hashable, Codable, Sendable, CodingKeyRepresentable {
  /// The name in records and tables.
  public let rawValue: String

  /// Makes a quantity of the name in a record.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Names a quantity.
  public init(_ name: String) { self.init(rawValue: name) }
}

extension Quantity: CustomStringConvertible {
  /// The name.
  public var description: String { rawValue }
}
