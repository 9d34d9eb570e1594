/// One curve of a plot.
public struct PlotSeries: Sendable {
  /// How strongly a curve stands out.
  public enum Weight: Sendable {
    /// A thin, translucent line behind the others, for raw data under a smoothed curve.
    case faint
    /// An ordinary line.
    case normal
    /// A thicker line.
    case strong
  }

  /// The name in the legend (without a group), the description and the table.
  public var name: String
  /// The points in drawing order; one that is not finite breaks the line.
  public var points: [PlotPoint]
  /// The colour of line and marks.
  public var colour: PlotColour
  /// How the line is broken up.
  public var dash: DashStyle
  /// How strongly the line stands out.
  public var weight: Weight
  /// Whether every point gets a dot, which suits few points.
  public var marksPoints: Bool
  /// Whether the legend and the description name the series.
  public var isNamed: Bool
  /// The name that curves of the same looks share in the legend; nil for the series' own name.
  public var group: String?

  /// Makes a curve.
  ///
  /// - Parameters:
  ///   - name: the name in legend, description and table.
  ///   - points: the points in drawing order.
  ///   - colour: the colour of line and marks.
  ///   - dash: how the line is broken up.
  ///   - weight: how strongly the line stands out.
  ///   - marksPoints: whether every point gets a dot.
  ///   - isNamed: whether legend and description name the series.
  ///   - group: the name that curves of the same looks share in the legend.
  public init(
    name: String, points: [PlotPoint], colour: PlotColour, dash: DashStyle = .solid,
    weight: Weight = .normal, marksPoints: Bool = false, isNamed: Bool = true, group: String? = nil
  ) {
    self.name = name
    self.points = points
    self.colour = colour
    self.dash = dash
    self.weight = weight
    self.marksPoints = marksPoints
    self.isNamed = isNamed
    self.group = group
  }
}

/// A point in the units of the data.
public struct PlotPoint: Sendable, Hashable {
  /// The value along the horizontal axis.
  public var x: Double
  /// The value along the vertical axis.
  public var y: Double
  /// What `y` may be, with its uncertainty counted in: drawn as an area around the line; nil for
  /// none.
  public var interval: ClosedRange<Double>?

  /// Makes the point (`x`, `y`); values that are not finite stand for missing ones.
  public init(x: Double, y: Double, interval: ClosedRange<Double>? = nil) {
    self.x = x
    self.y = y
    self.interval = interval
  }
}
