import Foundation
import Testing

@testable import DegradationStudy

@Suite struct StudyResultsTests {
  private func object(_ results: StudyResults) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(results.text().utf8)) as? [String: Any])
  }

  @Test func hasExactlyTheAgreedFields() throws {
    let file = try object(InventedStudy().results)
    #expect(Set(file.keys) == ["program", "version", "configuration", "runs", "claims"])
    #expect(file["program"] as? String == "DegradationStudy")
    #expect(file["version"] as? Int == 1)
    let runs = try #require(file["runs"] as? [[String: Any]])
    #expect(runs.count == 4)
    #expect(
      Set(runs[0].keys) == [
        "kind", "depth", "width", "seed", "steps", "trainLoss", "trainError", "testError",
        "secondsPerStep", "gradientNorms", "parameters", "diverged",
      ])
    #expect(runs[0]["kind"] as? String == "plain")
    let norms = try #require(runs[0]["gradientNorms"] as? [String: [String: Double]])
    #expect(norms.count == 20)
    #expect(norms["layer1.0.conv1"]?["599"] != nil)
  }

  @Test func valuesThatAreNotFiniteAreNull() throws {
    let run = RunRecord(
      identity: RunIdentity(kind: .residual, depth: 8, width: 4, seed: .max), steps: 3,
      parameters: 10, trainLoss: .nan, trainError: nil, testError: .infinity,
      secondsPerStep: 0.5, gradientNorms: ["conv1": [0: .nan, 1: 2]], diverged: true)
    let results = StudyResults(configuration: [:], runs: [run])
    let text = try results.text()
    for field in ["trainLoss", "trainError", "testError"] {
      #expect(text.contains("\"\(field)\" : null"))
    }
    #expect(text.contains("\"0\" : null"))
    #expect(text.contains("\"seed\" : 18446744073709551615"))
    #expect(text.hasSuffix("}\n"))
  }

  @Test func readsBackWhatItWrote() throws {
    let results = InventedStudy(diverging: ["plain-56"]).results
    let copy = try JSONDecoder().decode(StudyResults.self, from: Data(results.text().utf8))
    #expect(copy == results)
    #expect(results.runs[1].trainLoss == nil)
  }

  @Test func finalLossIsTheMeanOfTheLastHundred() {
    let rising = (1...250).map(Double.init)
    #expect(RunRecord.finalLoss(rising) == 200.5)
    #expect(RunRecord.finalLoss([1, 2]) == 1.5)
    #expect(RunRecord.finalLoss([]) == nil)
    #expect(RunRecord.finalLoss([1, .nan]) == nil)
  }
}
