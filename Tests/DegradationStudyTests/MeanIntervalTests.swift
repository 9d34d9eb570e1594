import Foundation
import GradusPlots
import Testing

@testable import DegradationStudy

/// Points of curves carry Student's interval of their mean over seeds.
@Suite struct MeanIntervalTests {
  /// Tables of Student's distribution: t = 2.776 at four degrees of freedom.
  @Test func fiveSeedsHaveStudentsInterval() throws {
    let values = [1.0, 2, 3, 4, 5]
    let point = PlotPoint(x: 7, meanOf: values)
    let half = 2.7764 * (2.5 / 5.0).squareRoot()
    let interval = try #require(point.interval)
    #expect(point.x == 7 && point.y == 3)
    #expect(abs(interval.lowerBound - 3 + half) < 1e-3)
    #expect(abs(interval.upperBound - 3 - half) < 1e-3)
    let ratio = PlotPoint(x: 7, meanOf: values.map { exp($0) }, isGeometric: true)
    #expect(abs(log(ratio.y) - 3) < 1e-12)
    #expect(abs(log(try #require(ratio.interval).lowerBound) - 3 + half) < 1e-3)
  }

  @Test func oneSeedAndWhatHasNoLogarithmHaveNone() {
    #expect(PlotPoint(x: 0, meanOf: [2]).interval == nil)
    #expect(PlotPoint(x: 0, meanOf: [2, 0], isGeometric: true).interval == nil)
    #expect(PlotPoint(x: 0, meanOf: [1e300, 1e-300], isGeometric: true).interval == nil)
  }
}
