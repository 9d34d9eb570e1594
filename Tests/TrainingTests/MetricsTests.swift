import Gradus
import GradusTestSupport
import Testing

/// The share of wrong answers.
@Suite struct MetricsTests {
  @Test func tiesGoToTheLowerClass() {
    let flat = Tensor.zeros([4, 3])
    #expect(topKError(logits: flat, labels: [0, 1, 2, 0]) == 0.5)
    #expect(topKError(logits: flat, labels: [0, 1, 2, 0], k: 2) == 0.25)
    #expect(topKError(logits: flat, labels: [0, 1, 2, 0], k: 3) == 0)
    #expect(topKError(logits: flat, labels: [2, 2, 2, 2], k: 9) == 0)
    #expect(topKError(logits: .zeros([0, 3]), labels: []) == 0)
  }

  @Test func notANumberNeverWins() {
    let logits = Tensor([.nan, -5, .nan, 1, .nan, 2], shape: [2, 3])
    #expect(topKError(logits: logits, labels: [1, 2]) == 0)
  }

  @Test(arguments: 0..<6) func againstASort(_ seed: Int) {
    var draws = Draws("top k", seed)
    let (rows, classes) = (draws.integer(1...9), draws.integer(2...8))
    let logits = draws.normal([rows, classes])
    let labels = (0..<rows).map { _ in draws.integer(0...classes - 1) }
    for k in 1...classes {
      let wrong = (0..<rows).count { (row: Int) -> Bool in
        let own = logits[row, labels[row]]
        return (0..<classes).count { logits[row, $0] > own } >= k
      }
      let found = topKError(logits: logits, labels: labels, k: k)
      let expected = Double(wrong) / Double(rows)
      #expect(abs(found - expected) < 1e-15)
    }
  }
}
