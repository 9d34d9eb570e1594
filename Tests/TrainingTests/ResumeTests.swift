import Foundation
import Gradus
import GradusTestSupport
import Testing

/// A resumed run, and a run on any number of threads, ends with the very bits of a plain one.
@Suite(.serialized) struct ResumeTests {
  private static let optimizers: [@Sendable (any Module) -> any Optimizer] = [
    { SGD($0, weightDecay: 1e-3, isNesterov: true) }, { Adam($0, weightDecay: 1e-3) },
    { RMSProp($0, momentum: 0.5) },
  ]

  /// An epoch has five batches, the last of two images: 0, 1, 3, 5, 7, 12 are its beginning, middle
  /// and the epochs after it.
  @Test(arguments: 0..<3, [0, 1, 3, 5, 7, 12])
  func resumesBitForBit(_ optimizer: Int, _ interruption: Int) throws {
    let steps = 12
    let plain = SmallRun(Self.optimizers[optimizer])
    let losses = try plain.run(to: steps)
    let folder = try TemporaryFolder()
    let path = folder["checkpoint.safetensors"]
    let first = SmallRun(Self.optimizers[optimizer])
    let before = try first.run(to: interruption)
    try first.loop.checkpoint().write(to: path)
    let second = SmallRun(Self.optimizers[optimizer])
    try second.loop.restore(Checkpoint(readingFrom: path))
    #expect(second.bits == first.bits)
    let after = try second.run(to: steps)
    #expect((before + after).map(\.bitPattern) == losses.map(\.bitPattern))
    #expect(second.bits == plain.bits)
  }

  @ThreadCountOwner @Test func anyNumberOfThreadsGivesTheSameBits() throws {
    var results: [[String: [UInt64]]] = []
    for threads in [1, 2, 4] {
      try onThreads(threads) {
        let run = SmallRun { SGD($0) }
        try run.run(to: 8)
        results.append(run.bits)
      }
    }
    #expect(results[1] == results[0] && results[2] == results[0])
  }

  @ThreadCountOwner @Test func aWiderNetGivesTheSameBitsOnAnyNumberOfThreads() throws {
    let images = Tensor.normal([16, 20, 20, 3], from: RandomStream(seed: 1, name: "images"))
    let batch = Batch(images: images, labels: (0..<16).map { $0 % 10 }, epoch: 0, index: 0)
    var results: [[[UInt64]]] = []
    for threads in [1, 2, 4] {
      try onThreads(threads) {
        let model = CIFARResNet(depth: 8, width: 16).initialize(seed: 1)
        let loop = TrainingLoop(model, SGD(model), .constant(0.1), seed: 1)
        for _ in 0..<3 { _ = try loop.step(batch) }
        results.append(model.stateDictionary.map { $0.value.scalars.map(\.bitPattern) })
      }
    }
    #expect(results[1] == results[0] && results[2] == results[0])
  }

  /// On one thread every epoch asks for the same memory in the same order, so the figures are exact.
  @Test func memoryDoesNotGrow() async {
    // Other tests use the pool too, so this one has a process of its own.
    await #expect(processExitsWith: .exitCode(3)) {
      let levels = try await onThreads(1) { try poolLevels(steps: 300) }
      let (first, last) = (levels[0], levels[levels.count - 1])
      precondition(last.live == first.live, "live: \(levels.map(\.live))")
      precondition(
        last.systemAllocations == first.systemAllocations,
        "allocations: \(levels.map(\.systemAllocations))")
      exit(3)
    }
  }

  /// Which thread takes which chunk is the scheduler's choice, so a late first meeting of two
  /// threads may take a few buffers more, but never some for every step.
  @Test func memoryDoesNotGrowOnSeveralThreads() async {
    await #expect(processExitsWith: .exitCode(3)) {
      let levels = try await onThreads(4) { try poolLevels(steps: 300) }
      let growth = levels[levels.count - 1].systemAllocations - levels[0].systemAllocations
      precondition(growth <= 25, "allocations: \(levels.map(\.systemAllocations))")
      exit(3)
    }
  }
}

/// The pool's figures after every 50 steps of a small run: whole epochs, so that the same batches
/// are alive each time.
private func poolLevels(steps: Int) throws -> [BufferPool.Statistics] {
  let run = SmallRun { SGD($0) }
  var batches = run.batches.from(step: 0)
  return try (1...steps).compactMap { step in
    _ = try run.loop.step(batches.next()!)
    return step % 50 == 0 ? BufferPool.shared.statistics : nil
  }
}
