import Foundation
import GradusPlots
import GradusStatistics

extension PlotPoint {
  /// The mean of one value a seed, with Student's 95 % interval where there are several; of
  /// logarithms, where the values are drawn on a logarithmic axis.
  init(x: Double, meanOf values: [Double], isGeometric: Bool = false) {
    let scaled = isGeometric ? values.map { log($0) } : values
    let back = { (value: Double) in isGeometric ? exp(value) : value }
    let mean = back(scaled.reduce(0, +) / Double(scaled.count))
    guard scaled.allSatisfy(\.isFinite), let interval = StudentInterval.ofMean(scaled) else {
      self.init(x: x, y: mean)
      return
    }
    let ends = (back(interval.lowerBound), back(interval.upperBound))
    // The ends of two seeds that differ by much may overflow.
    self.init(x: x, y: mean, interval: ends.1.isFinite ? ends.0...ends.1 : nil)
  }
}
