import Testing

@testable import GradusTraining

@Suite struct ProgressReporterTests {
  /// A screen of one line that obeys carriage returns, and a clock that is set by hand.
  private final class Screen {
    var columns = 120
    var time = 50.0
    var writes: [String] = []
    private var cells: [Character] = []
    private var cursor = 0

    var shown: String {
      var text = String(cells)
      while text.last == " " { text.removeLast() }
      return text
    }

    var terminal: ProgressReporter.Terminal {
      .init(write: { self.write($0) }, columns: { self.columns }, now: { self.time })
    }

    private func write(_ text: String) {
      writes.append(text)
      for character in text {
        if character == "\r" {
          cursor = 0
        } else {
          if cursor == cells.count { cells.append(" ") }
          cells[cursor] = character
          cursor += 1
        }
      }
    }
  }

  @Test func showsPaceAndTimeLeft() {
    let screen = Screen()
    let progress = ProgressReporter(
      name: "resnet20", total: 600, firstStep: 20, terminal: screen.terminal)
    progress.report(step: 20, ["loss": 2.5])
    #expect(screen.shown == "resnet20  step 20/600  loss 2.50")
    screen.time += 130
    progress.report(step: 120, ["loss": 0.51234, "accuracy": 81.26])
    #expect(
      screen.shown
        == "resnet20  step 120/600  loss 0.512  accuracy 81.3  1.3 s/step  ETA 10:24")
    screen.time += 1
    progress.report(step: 600)
    #expect(screen.shown == "resnet20  step 600/600  0.2 s/step  ETA 0:00")
    progress.clear()
    #expect(screen.shown == "")
    let count = screen.writes.count
    progress.clear()
    #expect(screen.writes.count == count)
  }

  @Test func countsHoursAndMilliseconds() {
    let screen = Screen()
    let progress = ProgressReporter(
      name: "a", total: 1_000_000, firstStep: 0, terminal: screen.terminal)
    screen.time += 1
    progress.report(step: 100, ["loss": 0.0000123])
    #expect(screen.shown == "a  step 100/1000000  loss 1.23e-05  10.0 ms/step  ETA 2:46:39")
  }

  @Test func redrawsAtMostFiveTimesASecond() {
    let screen = Screen()
    let progress = ProgressReporter(name: "a", total: 9, firstStep: 0, terminal: screen.terminal)
    for step in 0..<1000 {
      screen.time = 50 + Double(step) / 100
      progress.report(step: step)
    }
    #expect((45...50).contains(screen.writes.count))
  }

  @Test(arguments: [1, 2, 20, 80, 100, 300]) func staysWithinOneLine(columns: Int) {
    let screen = Screen()
    screen.columns = columns
    let progress = ProgressReporter(
      name: String(repeating: "deep", count: 40), total: 9, firstStep: 0, terminal: screen.terminal)
    progress.report(step: 1)
    #expect(screen.shown.count == min(100, columns - 1))
    #expect(screen.writes.allSatisfy { !$0.contains("\n") && !$0.contains("\u{1b}") })
  }

  @Test func theLineGoesAwayWithTheReporter() {
    let screen = Screen()
    do {
      let progress = ProgressReporter(name: "a", total: 9, firstStep: 0, terminal: screen.terminal)
      progress.report(step: 1)
      #expect(screen.shown != "")
    }
    #expect(screen.shown == "")
  }

  @Test func isSilentWithoutATerminal() async {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent, \.standardOutputContent]
    ) {
      let progress = ProgressReporter(name: "a", total: 9)
      progress.report(step: 1)
      progress.clear()
    }
    #expect(result?.standardErrorContent == [] && result?.standardOutputContent == [])
  }
}
