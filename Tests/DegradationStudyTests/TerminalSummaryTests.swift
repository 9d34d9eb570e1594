import Testing

@testable import DegradationStudy

@Suite struct TerminalSummaryTests {
  @Test func listsEveryRunInAHundredColumns() {
    let study = InventedStudy(seeds: [1, 18_446_744_073_709_551_615], diverging: ["plain-56"])
    let text = TerminalSummary(runs: study.results.runs).text()
    let lines = text.split(separator: "\n")
    #expect(lines.count == 3 + 8 + 2)
    #expect(lines.allSatisfy { $0.count <= 100 }, "\(text)")
    #expect(lines.contains { $0.hasPrefix("plain-56 seed 1 ") && $0.contains(" diverged ") })
    #expect(!text.contains("\u{1b}"))
  }

  @Test func showsErrorsInPercent() {
    let run = RunRecord(
      identity: RunIdentity(kind: .plain, depth: 20, width: 16, seed: 0), steps: 9,
      parameters: 269_722, trainLoss: 0.51234, trainError: 0.12345, testError: 1,
      secondsPerStep: 0.0571, gradientNorms: ["conv1": [0: 9, 9: 2], "layer1.0.conv1": [9: 4]],
      diverged: false)
    let cells = TerminalSummary(runs: [run]).text().split(separator: "\n")[3]
      .split(separator: " ").map(String.init)
    #expect(
      cells == ["plain-20", "269722", "0.5123", "12.35", "100.00", "2", "4", "0.0571"]
        || cells == ["plain-20", "269722", "0.5123", "12.34", "100.00", "2", "4", "0.0571"])
  }
}
