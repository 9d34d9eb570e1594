import GradusTensors

/// The straight line with the least squared error through points.
public struct LineFit: Sendable, Hashable {
  /// The rise of y for each unit of x.
  public let slope: Double
  /// The value at x = 0.
  public let intercept: Double
  /// The share of y's variance that the line explains, 0...1; 1 where y does not vary.
  public let rSquared: Double

  /// Fits the points (`x[i]`, `y[i]`).
  ///
  /// Nil when there are fewer than two different x or a value is not finite. Traps when the counts
  /// differ.
  public init?(_ x: [Double], _ y: [Double]) {
    precondition(x.count == y.count, "line fit: \(x.count) x and \(y.count) y")
    guard x.count >= 2, (x + y).allSatisfy(\.isFinite) else { return nil }
    let count = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let squaresX = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    let squaresY = y.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
    let products = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
    guard squaresX > 0 else { return nil }
    slope = products / squaresX
    intercept = meanY - slope * meanX
    rSquared = squaresY > 0 ? products * products / (squaresX * squaresY) : 1
  }
}
