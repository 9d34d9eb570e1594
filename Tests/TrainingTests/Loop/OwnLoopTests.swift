import Foundation
import Gradus
import GradusTestSupport
import Testing

/// A loop over a module, a loss and a batch that the library knows nothing of.
@Suite struct OwnLoopTests {
  private func makeRun() -> PairRun {
    let run = PairRun(accumulation: 3) { Adam($0, weightDecay: 1e-3) }
    run.loop.transform = { $0.clipped(toNorm: 0.5) }
    return run
  }

  @Test func theLossFalls() throws {
    let losses = try PairRun { Adam($0) }.run(to: 60)
    #expect(losses.suffix(10).reduce(0, +) < losses.prefix(10).reduce(0, +))
  }

  @Test func stepsRoundAsIsAsked() throws {
    let model = Conv2d(1, 2, kernel: 3).initialize(seed: 1)
    var seen: [ConvolutionAccuracy] = []
    let loop = TrainingLoop<Tensor>(model, SGD(model), .constant(0.1), seed: 1) { tape, images in
      seen.append(tape.convolutionAccuracy)
      return model(tape.constant(images)).squared().mean()
    }
    let images = Tensor.ones([2, 8, 8, 1])
    _ = try loop.step(images)
    loop.convolutionAccuracy = .fast
    _ = try loop.step(images)
    #expect(seen == [.automatic, .fast])
  }

  /// Everything is made anew, as after a kill.
  @Test(arguments: [1, 4, 7, 12]) func resumesBitForBit(_ interruption: Int) throws {
    let whole = makeRun()
    let folder = try TemporaryFolder()
    try whole.loop.resume(in: folder["whole"])
    let losses = try whole.run(to: 12)
    let first = makeRun()
    #expect(try first.loop.resume(in: folder["parts"]) == nil)
    first.loop.checkpointCadence = .every(3)
    let before = try first.run(to: interruption)
    let second = makeRun()
    let found = try #require(try second.loop.resume(in: folder["parts"]))
    #expect(found.step == interruption && second.loop.stepCount == interruption)
    let after = try second.run(to: 12)
    #expect((before + after).map(\.bitPattern) == losses.map(\.bitPattern))
    #expect(second.bits == whole.bits)
    for name in ["metrics.csv", "metrics.jsonl", "step-00000012.safetensors"] {
      #expect(
        try FileContents.read(folder["parts/" + name])
          == FileContents.read(folder["whole/" + name]), "\(name)")
    }
  }

  /// The mean over parts of equal size is the mean over all, except for what a batch shares.
  @Test func accumulatingIsTheMeanGradient() throws {
    func linear() -> (Sequential, SGD) {
      let model = Sequential { Linear(3, 2) }.initialize(seed: 2)
      return (model, SGD(model, momentum: 0))
    }
    let images = (0..<3).map { Draws("parts", $0) }.map { draws in
      var draws = draws
      return draws.normal([4, 3], dtype: .float32)
    }
    func train(_ batches: [Tensor]) throws -> (Sequential, TrainingStep) {
      let (model, optimizer) = linear()
      let loop = TrainingLoop<Tensor>(model, optimizer, .constant(0.3), seed: 1) { tape, batch in
        model(tape.constant(batch)).squared().mean()
      }
      return (model, try loop.step(accumulating: batches))
    }
    let (parts, partStep) = try train(images)
    let (whole, wholeStep) = try train([.concatenate(images, axis: 0)])
    #expect(abs(partStep.loss - wholeStep.loss) < 1e-6)
    for (a, b) in zip(parts.parameters, whole.parameters) {
      let difference = (a.parameter.value - b.parameter.value).scalars.map(abs).max() ?? 1
      #expect(difference < 1e-6, "\(a.path)")
    }
  }

  @Test func aStepConsumesItsBatchesAndTheScheduleCountsSteps() throws {
    let run = PairRun(accumulation: 4)
    var (numbers, rates): ([Int], [Double]) = ([], [])
    try run.loop.run(to: 3) { number in
      numbers.append(number)
      return Pair(number: number)
    } onStep: {
      rates.append($0.learningRate)
    }
    #expect(numbers == Array(0..<12))
    #expect(rates == (0..<3).map { run.loop.schedule.learningRate(step: $0) })
    #expect(run.loop.stepCount == 3 && run.loop.optimizer.stepCount == 3)
    // Three whole steps and one batch that is too few for another.
    let short = PairRun(accumulation: 2)
    try short.loop.run(to: 10, on: (0..<7).map { Pair(number: $0) })
    #expect(short.loop.stepCount == 3)
  }

  @Test func dropoutOfEachAccumulatedBatchIsItsOwn() throws {
    let model = Sequential { Dropout(0.5) }
    let scale = Linear(1, 1).initialize(seed: 1)
    var masks: [[Double]] = []
    let loop = TrainingLoop<Int>(scale, SGD(scale), .constant(0), seed: 1) { tape, _ in
      let dropped = model(tape.constant(.ones([64, 1])))
      masks.append(dropped.value.scalars)
      return scale(dropped).mean()
    }
    loop.accumulation = 2
    try loop.run(to: 3) { $0 }
    #expect(Set(masks).count == 6)
  }

  @Test(arguments: [0, 1, 2]) func gatheredGradientsGiveTheBitsOfStreamedOnes(_ index: Int) throws {
    let make: [(GatedSum) -> any Optimizer] = [
      { SGD($0, weightDecay: 1e-3) }, { Adam($0) }, { RMSProp($0) },
    ]
    let (streamed, gathered, watched) = (
      PairRun(optimizer: make[index]), PairRun(optimizer: make[index]),
      PairRun(optimizer: make[index])
    )
    gathered.loop.transform = { $0 }
    watched.loop.observers = { _ in [GradientNorms(watched.model)] }
    let losses = try streamed.run(to: 7)
    #expect(try gathered.run(to: 7) == losses && watched.run(to: 7) == losses)
    #expect(gathered.bits == streamed.bits && watched.bits == streamed.bits)
  }

  @Test func aTransformationIsWhatTheOptimiserGets() throws {
    let run = PairRun { SGD($0, momentum: 0) }
    run.loop.transform = { $0.scaled(by: 0) }
    let before = run.model.parameters.map(\.parameter.value.scalars)
    try run.run(to: 2)
    #expect(run.model.parameters.map(\.parameter.value.scalars) == before)
  }

  @Test func whatDivergesChangesNothing() throws {
    let run = PairRun(accumulation: 2)
    try run.run(to: 2)
    let before = run.bits
    let error = #expect(throws: Divergence.self) {
      try run.loop.run(to: 4) { number in
        let pair = Pair(number: number)
        // The first batch of the step has moved the statistics by then.
        return number == 5 ? Pair(pair, left: pair.left * .infinity) : pair
      }
    }
    #expect(error?.step == 2 && error?.image == nil)
    #expect(run.bits == before && run.loop.stepCount == 2)
  }
}

extension Pair {
  fileprivate init(_ pair: Pair, left: Tensor) {
    (self.left, right, target) = (left, pair.right, pair.target)
  }
}
