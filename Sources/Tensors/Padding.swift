/// Pixels added at each side of an image.
public struct Padding: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Rows added above.
  public let top: Int
  /// Rows added below.
  public let bottom: Int
  /// Columns added at the left.
  public let left: Int
  /// Columns added at the right.
  public let right: Int

  /// Makes a padding.
  public init(top: Int, bottom: Int, left: Int, right: Int) {
    (self.top, self.bottom, self.left, self.right) = (top, bottom, left, right)
  }

  /// Makes a padding of `vertical` rows above and below and `horizontal` columns left and right.
  public init(vertical: Int, horizontal: Int) {
    self.init(top: vertical, bottom: vertical, left: horizontal, right: horizontal)
  }

  /// Makes a padding that is the same at all four sides.
  public init(_ side: Int) { self.init(vertical: side, horizontal: side) }

  /// The four sides by name.
  public var description: String {
    "top \(top), bottom \(bottom), left \(left), right \(right)"
  }

  /// The smallest of the four sides.
  var smallest: Int { min(top, bottom, left, right) }
}
