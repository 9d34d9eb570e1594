import GradusTensors

/// How far one quantity rises with another, whatever the shape of the curve.
public enum RankCorrelation {
  /// Spearman's coefficient, -1...1; equal values share their mean rank (Spearman 1904).
  ///
  /// Nil when there are fewer than two points, a value is not a number, or one side does not vary.
  /// Traps when the counts differ.
  public static func spearman(_ x: [Double], _ y: [Double]) -> Double? {
    precondition(x.count == y.count, "rank correlation: \(x.count) x and \(y.count) y")
    guard !(x + y).contains(where: \.isNaN) else { return nil }
    let (ranksX, ranksY) = (ranks(x), ranks(y))
    guard let line = LineFit(ranksX, ranksY), Set(ranksY).count > 1 else { return nil }
    return line.slope < 0 ? -line.rSquared.squareRoot() : line.rSquared.squareRoot()
  }

  /// The ranks of `values` from 1 up; equal values get the mean of theirs.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
      for position in start...end { ranks[order[position]] = Double(start + end) / 2 + 1 }
      start = end + 1
    }
    return ranks
  }
}
