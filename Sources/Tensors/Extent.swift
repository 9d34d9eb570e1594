/// A length along each of the two image axes, in pixels.
public struct Extent: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Length along the height.
  public let height: Int
  /// Length along the width.
  public let width: Int

  /// Makes an extent.
  public init(height: Int, width: Int) { (self.height, self.width) = (height, width) }

  /// Makes an extent that is the same along both axes.
  public init(_ side: Int) { self.init(height: side, width: side) }

  /// Height and width, as in `3x2`.
  public var description: String { "\(height)x\(width)" }
}
