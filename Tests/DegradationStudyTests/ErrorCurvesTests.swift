import Testing

@testable import DegradationStudy

/// The table of errors says what the logs say.
@Suite struct ErrorCurvesTests {
  @Test func trainingErrorsAreMeansSinceTheLastLookAtTheTest() {
    let curve = TrainingCurve(
      run: RunIdentity(kind: .plain, depth: 20, width: 16, seed: 3), loss: [],
      trainError: [0.5, 0.25, 0.1, 0.3, .nan].enumerated().map { .init(step: $0, value: $1) },
      testError: [
        .init(step: 2, value: 0.6), .init(step: 4, value: 0.3334), .init(step: 5, value: 1),
      ]
    )
    #expect(
      ErrorCurves([curve]).csv == """
        net,seed,step,training error,test error
        plain-20,3,2,37.5,60.0
        plain-20,3,4,20.0,33.3
        plain-20,3,5,,100.0

        """)
  }
}
