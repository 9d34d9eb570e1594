/// How pixels of a picture of another size are made.
public enum Interpolation: String, Sendable, Hashable, CaseIterable, Codable {
  /// Linear between the nearest two, or a triangle over all that shrink into one.
  case bilinear
  /// Cubic between the nearest four, or over twice as many as shrink into one (Keys 1981, a = -1/2).
  case bicubic

  /// How many pixels of the larger picture a new one reaches to either side.
  var reach: Double {
    switch self {
    case .bilinear: 1
    case .bicubic: 2
    }
  }

  /// What a pixel counts at a distance, in pixels of the larger picture, before all are made to sum to 1.
  func weight(at distance: Double) -> Double {
    let x = abs(distance)
    switch self {
    case .bilinear: return max(0, 1 - x)
    case .bicubic:
      if x < 1 { return (1.5 * x - 2.5) * x * x + 1 }
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0
    }
  }
}
