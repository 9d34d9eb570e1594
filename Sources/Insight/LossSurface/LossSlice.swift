import Foundation
import GradusTensors

/// The loss along a line through the weights.
public struct LossSlice: Sendable, Hashable, Codable {
  /// Where along the direction; 0 is at the weights.
  public let offsets: [Double]
  /// The loss at each offset.
  public let losses: [Double]

  /// Makes a slice of evenly spaced losses; traps when there are not as many of both.
  public init(offsets: [Double], losses: [Double]) {
    (self.offsets, self.losses) = (offsets, losses)
    if let problem { preconditionFailure(problem) }
  }

  /// Reads a slice; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    offsets = try values.decode([Double].self, forKey: .offsets)
    losses = try values.decode([Double].self, forKey: .losses)
    try decoder.refuse(problem)
  }

  private var problem: String? {
    offsets.count == losses.count ? nil : "\(losses.count) losses for \(offsets.count) offsets"
  }

  /// The share of inner points that lie above the mean of their neighbours, where a convex function
  /// lies below; points with a loss that is not finite count too.
  ///
  /// - Parameter tolerance: by how much of the largest finite loss a point must lie above.
  public func convexityViolations(tolerance: Double = 1e-6) -> Double {
    guard losses.count >= 3 else { return 0 }
    let scale = losses.filter(\.isFinite).map(abs).max() ?? 0
    let violations = (1..<losses.count - 1).count { index in
      let bend = losses[index - 1] + losses[index + 1] - 2 * losses[index]
      return !(bend >= -2 * tolerance * scale)
    }
    return Double(violations) / Double(losses.count - 2)
  }
}

/// The loss on a plane through the weights.
public struct LossGrid: Sendable, Hashable, Codable {
  /// Where along both directions; 0 is at the weights.
  public let offsets: [Double]
  /// The loss by the offset along the second direction (outer) and the first (inner).
  public let losses: [[Double]]

  /// Makes a grid; traps unless it is square and as large as the offsets say.
  public init(offsets: [Double], losses: [[Double]]) {
    (self.offsets, self.losses) = (offsets, losses)
    if let problem { preconditionFailure(problem) }
  }

  /// Reads a grid; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    offsets = try values.decode([Double].self, forKey: .offsets)
    losses = try values.decode([[Double]].self, forKey: .losses)
    try decoder.refuse(problem)
  }

  private var problem: String? {
    losses.count == offsets.count && losses.allSatisfy { $0.count == offsets.count }
      ? nil : "a loss grid of \(offsets.count) offsets needs as many rows and columns"
  }

  /// The share of points whose loss is above a bound or not a number.
  public func share(above bound: Double) -> Double {
    let all = losses.joined()
    return Double(all.count { !($0 <= bound) }) / Double(max(1, all.count))
  }

  /// The share of inner points that lie above the mean of two opposite neighbours along either
  /// direction.
  public func convexityViolations(tolerance: Double = 1e-6) -> Double {
    let columns = offsets.indices.map { column in losses.map { $0[column] } }
    let slices = (losses + columns).map { LossSlice(offsets: offsets, losses: $0) }
    return slices.reduce(0) { $0 + $1.convexityViolations(tolerance: tolerance) }
      / Double(max(1, slices.count))
  }
}
