/// The middle of a sample and its spread.
struct Quartiles: Codable {
  let median: Double
  /// A quarter of the values lie below.
  let lower: Double
  /// A quarter of the values lie above.
  let upper: Double

  /// The quartiles of a sample that is not empty, interpolated between neighbours.
  init(of values: [Double]) {
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let position = share * Double(sorted.count - 1)
      let below = Int(position)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
    (median, lower, upper) = (quantile(0.5), quantile(0.25), quantile(0.75))
  }

  /// Half the distance between the outer quartiles, in per cent of the median.
  var spreadPercent: Double { median == 0 ? 0 : 50 * (upper - lower) / median }
}
