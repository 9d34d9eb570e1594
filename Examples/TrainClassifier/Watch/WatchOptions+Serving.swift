import Foundation
import Gradus
import GradusExampleSupport
import GradusPlots

extension WatchOptions {
  /// Does the work of a run, and serves its page meanwhile where one is asked for; `note` is told where.
  ///
  /// Throws what `work` throws, which the page says too, and `UserError` where the port is taken.
  func serving(
    _ run: TrainingRun, note: (String) -> Void, _ work: () throws -> RunResult
  ) throws {
    #if Watch
      if watch { return try serve(run, note: note, work) }
    #endif
    _ = try work()
  }

  #if Watch
    private func serve(
      _ run: TrainingRun, note: (String) -> Void, _ work: () throws -> RunResult
    ) throws {
      let history = run.keepHistory()
      let server = try PageServer(history, port: watchPort)
      defer { server.close() }
      note("watch the run at \(server.address)")
      do {
        let result = try work()
        history.update { $0.end(.finished(Self.sentence(result)), at: Date()) }
      } catch {
        let state =
          error is ProgramInterrupted ? RunHistory.State.interrupted : .failed("\(error)")
        history.update { $0.end(state, at: Date()) }
        throw error
      }
    }
  #endif

  /// What the test images gave, in a sentence.
  static func sentence(_ result: RunResult) -> String {
    let parts = result.measurements.map {
      "\(NumberText.fixed(100 * $0.error, decimals: 2)) % with the "
        + ($0.weights == TrainedClassifier.Weights.average.rawValue
          ? "average of the weights" : "weights")
    }
    return
      "on \(result.testImages) test images wrong \(parts.joined(separator: ", ")) of step \(result.step)"
  }
}
