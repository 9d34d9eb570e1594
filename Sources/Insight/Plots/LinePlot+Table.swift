extension LinePlot {
  /// All points as comma-separated values (RFC 4180) with the columns series, x and y; values that
  /// are not finite are empty fields. Numbers are written so that reading them back is exact.
  public var commaSeparatedValues: String {
    let header = ["series", x.label, y.label].map(Self.field).joined(separator: ",")
    let rows = series.flatMap { one in
      let name = Self.field(one.name)
      return one.points.map { "\(name),\(Self.number($0.x)),\(Self.number($0.y))" }
    }
    return ([header] + rows).joined(separator: "\r\n") + "\r\n"
  }

  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    return Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }

  private static func field(_ text: String) -> String {
    guard text.contains(where: { "\",\n\r\r\n".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
