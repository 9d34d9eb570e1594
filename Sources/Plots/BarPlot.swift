/// Upright bars over categories, in one colour for each group.
public struct BarPlot: Sendable {
  /// One bar.
  public struct Bar: Sendable, Hashable {
    /// What stands below it; a line break makes two lines.
    public var category: String
    /// Its height, in the unit of the axis; not negative.
    public var value: Double
    /// What stands above it; empty for nothing.
    public var label: String
    /// The position of its group among `groups`, which gives the colour.
    public var group: Int

    /// Makes a bar.
    public init(category: String, value: Double, label: String = "", group: Int = 0) {
      (self.category, self.value, self.label, self.group) = (category, value, label, group)
    }
  }

  /// Prefix of the element ids; unique within a page.
  public var identifier: String
  /// What the plot shows.
  public var title: String
  /// The quantity with its unit.
  public var quantity: String
  /// The names of the groups, in the order of their colours; none for no legend.
  public var groups: [String]
  /// The bars from left to right.
  public var bars: [Bar]
  /// A value with a name that is drawn as a line across; nil for none.
  public var reference: (name: String, value: Double)?
  /// The highest value of the axis; nil for that of the bars.
  public var limit: Double?
  /// Whether categories stand upright, which takes less width.
  public var turnsLabels: Bool

  /// Makes a plot.
  ///
  /// - Parameters:
  ///   - identifier: prefix of the element ids; unique within a page.
  ///   - title: what the plot shows.
  ///   - quantity: what the heights are, with the unit.
  ///   - groups: the names of the groups; none for no legend.
  ///   - bars: the bars from left to right.
  ///   - reference: a value drawn as a line across.
  ///   - limit: the highest value of the axis.
  ///   - turnsLabels: whether categories stand upright.
  public init(
    identifier: String, title: String, quantity: String, groups: [String] = [], bars: [Bar],
    reference: (name: String, value: Double)? = nil, limit: Double? = nil,
    turnsLabels: Bool = false
  ) {
    (self.identifier, self.title, self.quantity) = (identifier, title, quantity)
    (self.groups, self.bars, self.reference, self.limit) = (groups, bars, reference, limit)
    self.turnsLabels = turnsLabels
  }

  /// The picture.
  ///
  /// - Parameters:
  ///   - width: full width in pixels; at least 120.
  ///   - height: full height in pixels; at least 120.
  public func svg(width: Double = 760, height: Double = 420) -> SVGDocument {
    SVGDocument(
      identifier: identifier, title: title,
      description: bars.map { "\($0.category) \(NumberText.short($0.value))" }
        .joined(separator: ", "), width: width, height: height
    ) { svg in draw(width: width, height: height, into: &svg) }
  }
}
