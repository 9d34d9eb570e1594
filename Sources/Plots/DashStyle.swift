/// How a line is broken up, so that lines can be told apart without their colours.
public enum DashStyle: Int, CaseIterable, Sendable {
  /// An unbroken line.
  case solid
  /// Strokes of middle length.
  case dashed
  /// Dots.
  case dotted
  /// Strokes and dots in turn.
  case dashDotted
  /// Long strokes.
  case longDashed

  /// The style for item `index`; wraps around after five.
  public static func cycled(_ index: Int) -> DashStyle {
    allCases[((index % allCases.count) + allCases.count) % allCases.count]
  }

  /// The value of `stroke-dasharray`, or nil for an unbroken line.
  var pattern: String? {
    switch self {
    case .solid: nil
    case .dashed: "6 3"
    case .dotted: "1.5 3"
    case .dashDotted: "7 3 1.5 3"
    case .longDashed: "12 4"
    }
  }
}
