import Foundation
import GradusTraining
import Testing

/// When training ends.
@Suite struct EarlyStoppingTests {
  @Test func stopsAfterPatienceWithoutImprovement() {
    var watch = EarlyStopping(patience: 2)
    let improved = [1.0, 0.8, 0.9, .nan, 0.7].enumerated().map { step, loss in
      let isBest = watch.record(loss, step: step)
      return (isBest, watch.shouldStop)
    }
    #expect(improved.map(\.0) == [true, true, false, false, true])
    #expect(improved.map(\.1) == [false, false, false, true, false])
    #expect(watch.best == 0.7 && watch.bestStep == 4)
  }

  @Test func smallImprovementsDoNotCount() {
    var watch = EarlyStopping(patience: 3, minimumImprovement: 0.1)
    _ = watch.record(1, step: 0)
    #expect(!watch.record(0.95, step: 1) && watch.best == 1)
    let improved = watch.record(0.85, step: 2)
    #expect(improved)
  }

  @Test func withoutPatienceItNeverStops() {
    var watch = EarlyStopping(patience: 0)
    for step in 0..<50 { _ = watch.record(1, step: step) }
    #expect(!watch.shouldStop)
  }

  @Test func survivesItsText() throws {
    var watch = EarlyStopping(patience: 5, minimumImprovement: 1e-4)
    _ = watch.record(0.1 + 0.2, step: 7)
    _ = watch.record(.infinity, step: 8)
    let text = try JSONEncoder().encode(watch)
    #expect(try JSONDecoder().decode(EarlyStopping.self, from: text) == watch)
    let fresh = EarlyStopping(patience: 0)
    let empty = try JSONEncoder().encode(fresh)
    #expect(try JSONDecoder().decode(EarlyStopping.self, from: empty) == fresh)
  }

  @Test(arguments: [
    #"{"patience":0,"minimumImprovement":0,"evaluationsSinceBest":9223372036854775807}"#,
    #"{"patience":-1,"minimumImprovement":0,"evaluationsSinceBest":0}"#,
    #"{"patience":1,"minimumImprovement":-0.1,"evaluationsSinceBest":0}"#,
    #"{"patience":1,"minimumImprovement":0,"evaluationsSinceBest":0,"best":1}"#,
    #"{"patience":1,"minimumImprovement":0,"evaluationsSinceBest":0,"best":1,"bestStep":-1}"#,
    #"{"patience":1,"minimumImprovement":0}"#,
  ]) func refusesWhatNoWatchSaves(text: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(EarlyStopping.self, from: Data(text.utf8))
    }
  }
}
