/// What an axis shows and how.
public struct PlotAxis: Sendable, Hashable {
  /// The quantity, with its unit.
  public var label: String
  /// How values are spread over the axis.
  public var kind: AxisScale.Kind
  /// The values the axis covers; nil covers the data. What lies outside is cut off.
  public var limits: ClosedRange<Double>?
  /// Whether only whole numbers make sense as ticks.
  public var isWhole: Bool

  /// Describes an axis.
  ///
  /// - Parameters:
  ///   - label: the quantity, with its unit.
  ///   - kind: how values are spread over the axis.
  ///   - limits: the values the axis covers; nil covers the data.
  ///   - isWhole: whether only whole numbers make sense as ticks.
  public init(
    _ label: String, _ kind: AxisScale.Kind = .linear, limits: ClosedRange<Double>? = nil,
    isWhole: Bool = false
  ) {
    self.label = label
    self.kind = kind
    self.limits = limits
    self.isWhole = isWhole
  }

  /// The scale for `values`, or for the limits where they are set.
  func scale(covering values: some Sequence<Double>, isRounded: Bool) -> AxisScale {
    if let limits {
      return AxisScale(kind, covering: [limits.lowerBound, limits.upperBound], isRounded: false)
    }
    return AxisScale(kind, covering: values, isRounded: isRounded)
  }
}
