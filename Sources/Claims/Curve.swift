import GradusTensors

/// A quantity as a function of another one: of the layer, the step, the length of a path.
public struct Curve: Codable, Sendable, Equatable {
  /// Where it was measured, ascending.
  public var x: [Double]
  /// What was measured; nil where the number was not finite.
  public var y: [Double?]

  /// Makes a curve; values that are not finite become nil. Traps when the counts differ.
  public init(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "a curve of \(x.count) x and \(y.count) y")
    self.x = x
    self.y = y.map { $0.isFinite ? $0 : nil }
  }

  /// A curve over 1, 2, 3, ...
  public init(_ y: [Double]) { self.init(x: y.indices.map { Double($0 + 1) }, y: y) }

  /// The value measured at `x`; nil where there is none.
  public func value(at x: Double) -> Double? { self.x.firstIndex(of: x).flatMap { y[$0] } }

  /// The points that have a value.
  public var points: [(x: Double, y: Double)] {
    zip(x, y).compactMap { x, y in y.map { (x, $0) } }
  }
}
