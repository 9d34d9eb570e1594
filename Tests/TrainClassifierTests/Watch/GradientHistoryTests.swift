import Testing

@testable import TrainClassifier

@Suite struct GradientHistoryTests {
  @Test(arguments: [0, 3_001]) func stepsStayEvenlySpaced(_ first: Int) {
    var history = GradientHistory(layers: ["a", "b"])
    var looks = 0
    for step in first..<first + 10_000 where history.isDue(step) {
      history.append([Double(step), 1], step: step)
      looks += 1
    }
    let steps = history.columns.map(\.step)
    #expect((GradientHistory.capacity / 2...GradientHistory.capacity).contains(steps.count))
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $1 - $0 == history.interval })
    #expect(steps[0] < first + history.interval)
    #expect(steps[steps.count - 1] + history.interval >= first + 10_000)
    #expect(history.columns.allSatisfy { $0.norms[0] == Double($0.step) })
    // A look costs a step its quickest way: 64 at first, and 32 each time their number doubles.
    #expect(looks <= 64 + 32 * 8)
  }
}
