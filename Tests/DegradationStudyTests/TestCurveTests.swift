import Testing

@testable import DegradationStudy

/// Test errors along the way cost a tenth of the training, or are left out.
@Suite struct TestCurveTests {
  @Test func shortRunsHaveNone() {
    let quick = StudyPreset.quick.scale()
    #expect(
      TestCurve(
        steps: quick.curveSteps, batchSize: quick.curveBatch, testImages: quick.curveTestImages)
        == nil)
    #expect(TestCurve(steps: 3, batchSize: 1_000, testImages: 1) == nil)
  }

  @Test(arguments: [(600, 128, 10_000), (4_800, 128, 10_000), (300, 64, 2_000), (120, 8, 10)])
  func longRunsSpendATenth(_ steps: Int, _ batch: Int, _ images: Int) throws {
    let curve = try #require(TestCurve(steps: steps, batchSize: batch, testImages: images))
    #expect(curve.steps.last == steps && (4...20).contains(curve.steps.count))
    #expect(zip(curve.steps, curve.steps.dropFirst()).allSatisfy { $0 < $1 })
    #expect(curve.images <= images)
    // Images looked at, beside the images trained on three times each.
    #expect(10 * curve.images * curve.steps.count <= 3 * steps * batch)
  }
}
