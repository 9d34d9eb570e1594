import Foundation
import Gradus
import GradusTestSupport
import Testing

/// When the loop logs, evaluates and saves, and how it ends.
@Suite struct CadenceTests {
  @Test func everythingIsDueWhenItsCadenceSaysAndAtTheEnd() throws {
    let folder = try TemporaryFolder()
    let run = PairRun()
    try run.loop.resume(in: folder.path, keeping: 9, columns: ["loss", "check"])
    run.loop.logCadence = .every(2)
    run.loop.evaluationCadence = .after([1, 4])
    run.loop.checkpointCadence = .every(3)
    var (evaluated, saved): ([Int], [Int]) = ([], [])
    run.loop.onEvaluation = {
      evaluated.append(run.loop.stepCount)
      return ["check": 0.5, "not a column": 1]
    }
    run.loop.onCheckpoint = {
      saved.append(run.loop.stepCount)
      return ["a": "b"]
    }
    let losses = try run.run(to: 7)
    #expect(evaluated == [1, 4, 7] && saved == [3, 6, 7])
    let place = CheckpointFolder(folder.path, keeping: 9)
    #expect(try place.steps() == saved)
    #expect(try place.latest()?.checkpoint.notes == ["a": "b"])
    let table = try MetricsTable(readingFrom: folder.path)
    #expect(table.records.map(\.step) == [1, 3, 5, 6])
    #expect(table[.loss].map(\.value) == [1, 3, 5, 6].map { losses[$0] })
    #expect(table["check"].map(\.step) == [3, 6])
  }

  @Test func aStoppedLoopSavesAndEnds() throws {
    let folder = try TemporaryFolder()
    let run = PairRun()
    run.loop.checkpoints = CheckpointFile(folder["c"])
    try run.loop.run(to: 50, batch: { Pair(number: $0) }) { step in
      if step.number == 3 { run.loop.stop() }
    }
    #expect(run.loop.stepCount == 4)
    #expect(try run.loop.checkpoints?.latest()?.checkpoint.step == 4)
    try run.run(to: 6)
    #expect(run.loop.stepCount == 6)
  }

  @Test func partsThatDisagreeAboutTheStepStopTheLoop() throws {
    let run = SmallRun { SGD($0) }
    try run.run(to: 3)
    let before = run.bits
    let early = #expect(throws: ClockMismatch.self) {
      try run.loop.run(to: 9, on: run.batches.from(step: 0))
    }
    #expect(
      early?.description
        == "batch 0 of the sequence (epoch 0) came where batch 3 was due at step 3; "
        + "take the batches from(step: 3)")
    #expect(run.bits == before)
    let batch = run.batches.batch(epoch: 0, index: 0)
    let tape = Tape(.training, seed: 1, step: 0)
    let loss = run.model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
    try run.loop.optimizer.step(tape.gradients(of: loss), learningRate: 0)
    let ahead = #expect(throws: ClockMismatch.self) { try run.loop.step(batch) }
    #expect(
      ahead?.description == "the optimiser has taken 4 steps and the loop 3; step through the loop "
        + "alone, and restore checkpoints with it")
  }

  /// Signals concern a whole process, so this one has its own.
  @Test func interruptedItSavesACheckpoint() async {
    await #expect(processExitsWith: .exitCode(7)) {
      let folder = try TemporaryFolder()
      let run = PairRun()
      try run.loop.resume(in: folder.path)
      Interruption.install()
      var steps = 0
      do {
        try run.loop.run(to: 1_000_000, batch: { Pair(number: $0) }) { step in
          steps = step.number + 1
          if steps == 5 { kill(getpid(), SIGTERM) }
        }
      } catch let interruption as TrainingInterrupted {
        precondition(interruption.step == steps && steps >= 5 && interruption.isSaved)
        let saved = try CheckpointFolder(folder.path, keeping: 1).latest()
        precondition(saved?.checkpoint.step == steps)
        exit(7)
      }
    }
  }
}
