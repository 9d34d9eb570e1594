import GradusPlots
import Testing

@testable import TrainClassifier

/// One loss of 10⁷ where a run begins does not hide all that follow.
@Suite struct RobustAxisTests {
  private func curve(_ values: [Double]) -> [PlotPoint] {
    values.enumerated().map { PlotPoint(x: Double($0), y: $1) }
  }

  private let falling = (0..<100).map { 2.3 - 0.02 * Double($0) }

  @Test func whatStandsFarAboveIsCutOffAndTold() throws {
    let axis = RobustAxis.axis("loss", [curve([3e7, 4e4] + falling), curve([.nan, 2, 1])])
    let limits = try #require(axis.limits)
    #expect(limits.lowerBound == 0 && limits.upperBound >= 2.3 && limits.upperBound <= 3)
    #expect(axis.label.hasPrefix("loss, cut off at ") && axis.label.contains("3×10⁷"))
  }

  /// Held-out images of a network whose running statistics lag behind, beside training that goes well.
  @Test func aCurveThatDivergedIsCutOff() throws {
    let axis = RobustAxis.axis("loss", [curve(falling), curve([6.66e8])])
    let limits = try #require(axis.limits)
    #expect(limits.upperBound <= 3 && axis.label.contains("6.66×10⁸"))
    #expect(RobustAxis.axis("loss", [curve([6e8, 5e8])]) == PlotAxis("loss"))
  }

  /// A curve that falls by a factor, one that is noisy, and one whose numbers are few are shown whole.
  @Test func otherCurvesAreWhole() {
    for values in [
      falling, (0..<100).map { 6.9 / Double($0 / 4 + 1) }, [1e7, 2, 1], [], [.infinity],
    ] {
      #expect(RobustAxis.axis("loss", [curve(values)]) == PlotAxis("loss"), "\(values)")
    }
  }

  /// A run that learns nearly everything at once: the way down from the guess is what its curve shows.
  @Test func theBeginningOfTrainingIsShown() {
    let quick = [2.3, 1.5, 0.8] + Array(repeating: 0.05, count: 97)
    #expect(RobustAxis.axis("loss", [curve(quick)]) == PlotAxis("loss"))
  }

  /// Held-out images, of which the average of the weights knows nothing at first.
  @Test func oneLookTenTimesAsHighIsCutOff() throws {
    let (raw, average) = ([6.0, 2.9] + Array(falling.prefix(10)), [27.0] + falling.prefix(11))
    let axis = RobustAxis.axis("loss", [curve(falling), curve(raw), curve(average)])
    let limits = try #require(axis.limits)
    #expect(limits.upperBound >= 2.9 && limits.upperBound <= 4 && axis.label.contains("27"))
  }

  /// Held-out numbers are fewer, and none of them is lost to the training's.
  @Test func theHighestCurveCounts() {
    let held = (0..<5).map { 60.0 - Double($0) }
    #expect(RobustAxis.axis("loss", [curve(falling), curve(held)]) == PlotAxis("loss"))
  }
}
