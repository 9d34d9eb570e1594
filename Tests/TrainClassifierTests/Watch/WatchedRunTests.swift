import Gradus
import GradusExampleSupport
import Testing

@testable import TrainClassifier

@Suite(.serialized) struct WatchedRunTests {
  private struct Stop: Error {}

  /// To the same bits as one that nobody watches, and what is seen is what is logged.
  @Test func aWatchedRunIsTheSame() throws {
    let task = try SmallTask()
    try task.run("unseen").run { _ in }
    let run = try task.run("seen")
    let history = run.keepHistory()
    var pages = 0
    try run.run { _ in pages += RunPage.html(history.current).isEmpty ? 0 : 1 }
    for name in ["metrics.jsonl", "checkpoints/step-00000012.safetensors"] {
      #expect(
        try FileContents.read(task.folder["unseen/\(name)"])
          == FileContents.read(task.folder["seen/\(name)"]), "\(name)")
    }
    let (seen, table) = (
      history.current, try MetricsTable(readingFrom: task.folder["seen"])
    )
    for curve in RunHistory.Curve.allCases {
      let logged = table[curve.rawValue]
      #expect(seen.curves[curve]?.points.map(\.y) == logged.map(\.value), "\(curve)")
    }
    #expect(pages == 12 && seen.stepCount == 12)
    #expect(seen.gradients.columns.map(\.step) == Array(0..<12))
    #expect(seen.gradients.columns.allSatisfy { $0.norms.allSatisfy { $0.isFinite && $0 > 0 } })
    #expect(seen.gradients.layers.count == 20)
  }

  /// A run that is resumed shows what came before.
  @Test func aResumedRunShowsWhatItsLogHas() throws {
    let task = try SmallTask()
    #expect(throws: Stop.self) {
      try task.run("torn").run { step in if step.number == 7 { throw Stop() } }
    }
    let resumed = try task.run("torn")
    let history = resumed.keepHistory()
    try resumed.restore { _ in }
    try resumed.run { _ in }
    #expect(history.current.curves[.loss]?.points.map(\.x) == (0..<12).map(Double.init))
    #expect(history.current.gradients.columns.first?.step == 6)
  }

  #if !Watch
    @Test func aBuildWithoutAServerSaysHowToGetOne() throws {
      var message = ""
      do { try WatchOptions.parse(["--watch"]).check() } catch { message = "\(error)" }
      #expect(message.contains("--traits Watch") && !message.contains("\n"))
    }
  #endif
}
