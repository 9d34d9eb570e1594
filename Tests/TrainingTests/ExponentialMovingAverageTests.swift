import Gradus
import GradusTestSupport
import Testing

/// The average against the sum that defines it, and its place in checkpoints.
@Suite struct ExponentialMovingAverageTests {
  private func averagedRun(_ decay: Double) -> (Trainer, Batches) {
    let plain = SmallRun { SGD($0) }
    let model = SmallNet().initialize(seed: 11)
    let trainer = Trainer(
      model, SGD(model), .constant(0.05), seed: 4,
      average: ExponentialMovingAverage(of: model, decay: decay))
    return (trainer, plain.batches)
  }

  @Test func isTheWeightedSumOfAllWeights() throws {
    let (trainer, batches) = averagedRun(0.3)
    let name = "conv1.weight"
    func weight() -> [Double] {
      trainer.model.stateDictionary[name]!.scalars
    }
    var expected = weight()
    for (number, batch) in batches.from(step: 0).prefix(6).enumerated() {
      _ = try trainer.step(batch)
      let kept = min(0.3, (1 + Double(number)) / (10 + Double(number)))
      expected = zip(expected, weight()).map { $0 * kept + $1 * (1 - kept) }
    }
    let average = trainer.average!.state[name]!.scalars
    for (found, value) in zip(average, expected) { #expect(abs(found - value) < 1e-6) }
    #expect(zip(average, weight()).contains { abs($0 - $1) > 1e-5 })
  }

  @Test func aModelGetsItsOwnWeightsBack() throws {
    let (trainer, batches) = averagedRun(0.9)
    for batch in batches.from(step: 0).prefix(3) { _ = try trainer.step(batch) }
    func scalars() -> [[Double]] { trainer.model.stateDictionary.map { $0.value.scalars } }
    let own = scalars()
    struct Failure: Error {}
    let inside = trainer.average!.applied(to: trainer.model) { scalars() }
    #expect(inside == trainer.average!.state.map { $0.value.scalars } && inside != own)
    #expect(throws: Failure.self) {
      try trainer.average!.applied(to: trainer.model) { throw Failure() }
    }
    #expect(scalars() == own)
  }

  @Test(arguments: [0, 3, 7]) func resumesBitForBit(_ interruption: Int) throws {
    func steps(_ run: (Trainer, Batches), to end: Int) throws {
      let (trainer, batches) = run
      for batch in batches.from(step: trainer.nextStep).prefix(end - trainer.nextStep) {
        _ = try trainer.step(batch)
      }
    }
    func bits(_ trainer: Trainer) -> [[UInt64]] {
      (trainer.model.stateDictionary + trainer.average!.state.prefixed("average.")).map {
        $0.value.scalars.map(\.bitPattern)
      }
    }
    let plain = averagedRun(0.95)
    try steps(plain, to: 9)
    let first = averagedRun(0.95)
    try steps(first, to: interruption)
    let folder = try TemporaryFolder()
    try Checkpoint(of: first.0).write(to: folder["a.safetensors"])
    let second = averagedRun(0.95)
    try Checkpoint(readingFrom: folder["a.safetensors"]).restore(second.0)
    #expect(second.0.average?.updateCount == interruption)
    try steps(second, to: 9)
    #expect(bits(second.0) == bits(plain.0))
  }

  @Test func aCheckpointWithoutOneIsRefused() throws {
    let (averaged, _) = averagedRun(0.9)
    let plain = SmallRun { SGD($0) }.trainer
    #expect(throws: StateMismatch.self) { try Checkpoint(of: plain).restore(averaged) }
    #expect(throws: StateMismatch.self) { try Checkpoint(of: averaged).restore(plain) }
  }
}
