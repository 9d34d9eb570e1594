import GradusInterchange

/// How often numbers fall between others, as TensorBoard's `HistogramProto`.
struct Histogram {
  private let least: Double, greatest: Double
  private let count: Int
  private let sum: Double, squares: Double
  private let limits: [Double], counts: [Double]

  private static let steps = 64

  /// Counts finite numbers; nil where there are none.
  init?(_ values: [Double]) {
    guard let least = values.min(), let greatest = values.max() else { return nil }
    (self.least, self.greatest, count) = (least, greatest, values.count)
    (sum, squares) = (values.reduce(0, +), values.reduce(0) { $0 + $1 * $1 })
    guard least < greatest else {
      (limits, counts) = ([least], [Double(values.count)])
      return
    }
    // Each part by itself, so that no difference is beyond the largest number.
    let width = greatest / Double(Self.steps) - least / Double(Self.steps)
    var counts = [Double](repeating: 0, count: Self.steps)
    for value in values {
      let place =
        (value / Double(Self.steps) - least / Double(Self.steps)) / width * Double(Self.steps)
      counts[min(Self.steps - 1, max(0, place.isFinite ? Int(place) : 0))] += 1
    }
    limits = (1...Self.steps).map {
      let share = Double($0) / Double(Self.steps)
      return share == 1 ? greatest : least * (1 - share) + greatest * share
    }
    self.counts = counts
  }

  func write(to writer: inout WireWriter) {
    writer.double(1, least)
    writer.double(2, greatest)
    writer.double(3, Double(count))
    writer.double(4, sum)
    writer.double(5, squares)
    writer.doubles(6, limits)
    writer.doubles(7, counts)
  }
}
