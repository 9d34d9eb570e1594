extension LinePlot {
  /// All points as comma-separated values (RFC 4180) with the columns series, x and y; values that
  /// are not finite are empty fields. Numbers are written so that reading them back is exact.
  public var commaSeparatedValues: String {
    let header = ["series", x.label, y.label].map(CommaSeparated.field).joined(separator: ",")
    let rows = series.flatMap { one in
      let name = CommaSeparated.field(one.name)
      return one.points.map {
        "\(name),\(CommaSeparated.number($0.x)),\(CommaSeparated.number($0.y))"
      }
    }
    return ([header] + rows).joined(separator: "\r\n") + "\r\n"
  }
}
