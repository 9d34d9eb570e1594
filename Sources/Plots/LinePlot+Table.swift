extension LinePlot {
  /// All points as comma-separated values (RFC 4180) with the columns series, x and y, and where
  /// points have intervals low and high; values that are missing are empty fields. Numbers are
  /// written so that reading them back is exact.
  public var commaSeparatedValues: String {
    let hasIntervals = series.contains { $0.points.contains { $0.interval != nil } }
    let columns = ["series", x.label, y.label] + (hasIntervals ? ["low", "high"] : [])
    let header = columns.map(CommaSeparated.field).joined(separator: ",")
    let rows = series.flatMap { one in
      let name = CommaSeparated.field(one.name)
      return one.points.map { point in
        let ends = [point.interval?.lowerBound, point.interval?.upperBound].map { $0 ?? .nan }
        let numbers = [point.x, point.y] + (hasIntervals ? ends : [])
        return ([name] + numbers.map(CommaSeparated.number)).joined(separator: ",")
      }
    }
    return ([header] + rows).joined(separator: "\r\n") + "\r\n"
  }
}
