import Foundation
import Testing

@testable import TrainClassifier

@Suite struct RunPageTests {
  private let start = Date(timeIntervalSince1970: 1_000)

  private func history(_ steps: Int, of total: Int = 600, network: String = "net") -> RunHistory {
    var history = RunHistory(
      network: network, settings: ["data": "a<b>\"c"], layers: ["conv1", "fc"], steps: total,
      at: start)
    history.begin(atStep: 0, at: start)
    for step in 0..<steps { take(step, in: &history) }
    return history
  }

  private func take(_ step: Int, in history: inout RunHistory) {
    var values = ["loss": 2 / Double(step + 1), "error": 0.5]
    if step % 10 == 9 { values["validationError"] = 0.25 }
    let norms = history.gradients.isDue(step) ? [1e-3, 10] : nil
    history.record(
      step: step, values, learningRate: 0.1, norms: norms,
      at: start.addingTimeInterval(Double(step + 1) * 2))
  }

  private func names(_ events: String?) -> [String] {
    (events ?? "").split(separator: "\n").filter { $0.hasPrefix("event: ") }
      .map { String($0.dropFirst(7)) }
  }

  @Test func thePageIsWholeWithoutScripts() {
    let page = RunPage.html(history(20))
    for text in [
      "20 of 600", "Training", "25.00 %", "learning rate", "19:20", "‖∂L/∂W‖", "conv1",
      "held-out images", "a&lt;b&gt;&quot;c",
    ] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("http://") || page.contains("http://www.w3.org"))
    for part in RunPage.Part.allCases { #expect(page.contains("id=\"\(part.rawValue)\"")) }
  }

  /// A part would be exchanged for nothing whenever the browser itself has something to say.
  @Test func noPartIsCalledLikeABrowsersOwnEvent() {
    for name in ["open", "message", "error"] { #expect(RunPage.Part(rawValue: name) == nil) }
  }

  /// Every picture stands there for wide and for narrow screens, under names of its own.
  @Test func idsAreUnique() {
    let page = RunPage.html(history(20))
    let ids = page.components(separatedBy: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    #expect(Set(ids).count == ids.count && page.components(separatedBy: "<svg").count > 8)
    #expect(page.contains("class=\"narrow\"") && page.contains("max-width:479px"))
  }

  /// Nothing of a run's names is read as markup.
  @Test func namesAreText() {
    let page = RunPage.html(history(2, network: "</title><script>alert(1)</script>"))
    #expect(!page.contains("<script>alert"))
  }

  /// A run that has not begun, one that diverged, and one of a network without weights.
  @Test func nothingIsNeededForAPage() {
    #expect(RunPage.html(history(0)).contains("No values to show."))
    var bare = RunHistory(network: "n", settings: [:], layers: [], steps: 1, at: start)
    bare.record(step: 0, ["loss": .nan], learningRate: 0, norms: [], at: start)
    bare.end(.failed("the loss is nan"), at: start)
    #expect(RunPage.html(bare).contains("Ended: the loss is nan"))
  }

  @Test func onlyNewsAreSent() {
    var (history, events) = (history(70), RunEvents())
    #expect(names(events.next(history)) == RunPage.Part.allCases.map(\.rawValue))
    #expect(events.next(history) == nil)
    // From 64 looks on only every second step is looked at.
    take(71, in: &history)
    #expect(names(events.next(history)) == ["numbers", "loss", "wrongAnswers"])
    take(72, in: &history)
    #expect(
      names(events.next(history)) == ["numbers", "loss", "wrongAnswers", "flow", "depth"])
    history.end(.finished("all is well"), at: start)
    let last = events.next(history)
    #expect(names(last).last == "end" && last?.contains("Finished: all is well") == true)
    #expect(events.isOver && events.next(history) == nil)
  }

  /// Every line of an event is a field or ends it, whatever the data.
  @Test func eventsHaveTheirForm() {
    var events = RunEvents()
    let text = events.next(history(5)) ?? ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.isEmpty || line.hasPrefix("event: ") || line.hasPrefix("data: "))
    }
    #expect(text.hasSuffix("\n\n") && !text.contains("\r"))
  }

  /// What a page holds does not grow with the steps.
  @Test func tenThousandStepsTakeNoMoreRoomThanTwoThousand() {
    let (few, many) = (history(2_000, of: 20_000), history(20_000, of: 20_000))
    #expect(RunPage.html(many).utf8.count < RunPage.html(few).utf8.count * 5 / 4)
    #expect(many.curves.values.allSatisfy { $0.points.count <= BoundedCurve.capacity })
    #expect(many.gradients.columns.count <= GradientHistory.capacity)
  }
}
