import Gradus
import GradusTestSupport
import Testing

/// The average against the sum that defines it, and its place in checkpoints.
@Suite struct ExponentialMovingAverageTests {
  private func averagedRun(_ decay: Double) -> (TrainingLoop<Batch>, Batches) {
    let plain = SmallRun { SGD($0) }
    let model = SmallNet().initialize(seed: 11)
    let loop = TrainingLoop(
      model, SGD(model), .constant(0.05), seed: 4,
      average: ExponentialMovingAverage(of: model, decay: decay))
    return (loop, plain.batches)
  }

  @Test func isTheWeightedSumOfAllWeights() throws {
    let (loop, batches) = averagedRun(0.3)
    let name = "conv1.weight"
    func weight() -> [Double] {
      loop.model.stateDictionary[name]!.scalars
    }
    var expected = weight()
    for (number, batch) in batches.from(step: 0).prefix(6).enumerated() {
      _ = try loop.step(batch)
      let kept = min(0.3, (1 + Double(number)) / (10 + Double(number)))
      expected = zip(expected, weight()).map { $0 * kept + $1 * (1 - kept) }
    }
    let average = loop.average!.state[name]!.scalars
    for (found, value) in zip(average, expected) { #expect(abs(found - value) < 1e-6) }
    #expect(zip(average, weight()).contains { abs($0 - $1) > 1e-5 })
  }

  @Test func aModelGetsItsOwnWeightsBack() throws {
    let (loop, batches) = averagedRun(0.9)
    for batch in batches.from(step: 0).prefix(3) { _ = try loop.step(batch) }
    func scalars() -> [[Double]] { loop.model.stateDictionary.map { $0.value.scalars } }
    let own = scalars()
    struct Failure: Error {}
    let inside = loop.average!.applied(to: loop.model) { scalars() }
    #expect(inside == loop.average!.state.map { $0.value.scalars } && inside != own)
    #expect(throws: Failure.self) {
      try loop.average!.applied(to: loop.model) { throw Failure() }
    }
    #expect(scalars() == own)
  }

  @Test(arguments: [0, 3, 7]) func resumesBitForBit(_ interruption: Int) throws {
    func steps(_ run: (TrainingLoop<Batch>, Batches), to end: Int) throws {
      let (loop, batches) = run
      for batch in batches.from(step: loop.stepCount).prefix(end - loop.stepCount) {
        _ = try loop.step(batch)
      }
    }
    func bits(_ loop: TrainingLoop<Batch>) -> [[UInt64]] {
      (loop.model.stateDictionary + loop.average!.state.prefixed("average.")).map {
        $0.value.scalars.map(\.bitPattern)
      }
    }
    let plain = averagedRun(0.95)
    try steps(plain, to: 9)
    let first = averagedRun(0.95)
    try steps(first, to: interruption)
    let folder = try TemporaryFolder()
    try first.0.checkpoint().write(to: folder["a.safetensors"])
    let second = averagedRun(0.95)
    try second.0.restore(Checkpoint(readingFrom: folder["a.safetensors"]))
    #expect(second.0.average?.updateCount == interruption)
    try steps(second, to: 9)
    #expect(bits(second.0) == bits(plain.0))
  }

  @Test func aCheckpointWithoutOneIsRefused() throws {
    let (averaged, _) = averagedRun(0.9)
    let plain = SmallRun { SGD($0) }.loop
    #expect(throws: StateMismatch.self) { try averaged.restore(plain.checkpoint()) }
    #expect(throws: StateMismatch.self) { try plain.restore(averaged.checkpoint()) }
  }
}
