import Foundation
import Gradus
import GradusTestSupport
import Testing

/// Several ranks train one model: they are one rank, in the same order, to the same bits each time.
@Suite struct RanksTests {
  /// A small net without dropout, whose ranks differ by design.
  private final class Net: Layer {
    let conv1 = Conv2d(2, 4, kernel: 3, padding: 1, bias: false)
    let bn1 = BatchNorm(4)
    let conv2 = Conv2d(4, 4, kernel: 3, stride: 2, padding: 1)
    let bn2 = BatchNorm(4)
    let fc = Linear(4, 3)

    func forward(_ x: Variable) -> Variable {
      let stem = bn1.activated(conv1(x), .relu)
      let top = bn2(conv2(stem)).relu().adaptiveAveragePool(height: 1, width: 1)
      return fc(top.reshaped(to: [x.shape[0], -1]))
    }
  }

  private struct Run: Sendable {
    var weights: [Double], losses: [Double], statistics: [Double]
  }

  private static let images: ImageDataset = {
    let stream = RandomStream(seed: 8, name: "pixels")
    return ImageDataset(
      name: "invented", pixels: (0..<50 * 6 * 6 * 2).map { UInt8(stream.integer($0, below: 256)) },
      height: 6, width: 6, channels: 2, labels: (0..<50).map { $0 % 3 },
      classNames: ["a", "b", "c"])
  }()

  /// Trains on some ranks; what each of them ends with.
  private static func train(
    ranks: Int, steps: Int = 20, synchronized: Bool = true, dtype: DType = .float64,
    accumulation: Int = 1, from folder: String? = nil
  ) throws -> [Run] {
    try LocalRanks.run(ranks) { communicator in
      let model = Net().initialize(seed: 11)
      if dtype == .float64 { model.convert(to: .float64) }
      let loop = TrainingLoop<Batch>(
        model, SGD(model, momentum: 0.9, weightDecay: 1e-4), .cosine(base: 0.1, total: 40), seed: 4
      ) { tape, batch in
        model(tape.constant(batch.images.converted(to: dtype))).crossEntropy(labels: batch.labels)
      }
      (loop.communicator, loop.synchronizesStatistics) = (communicator, synchronized)
      loop.accumulation = accumulation
      if let folder { try loop.resume(in: folder) }
      var losses: [Double] = []
      let batches = Batches(of: images, batchSize: 16, seed: 3)
      try loop.run(to: steps, on: batches) { losses.append($0.loss) }
      return Run(
        weights: model.parameters.flatMap { $0.parameter.value.scalars }, losses: losses,
        statistics: model.buffers.flatMap { $0.buffer.value.scalars })
    }
  }

  private static func difference(_ first: [Double], _ second: [Double]) -> Double {
    let largest = first.map(abs).max() ?? 1
    return zip(first, second).map { abs($0 - $1) }.max().map { $0 / largest } ?? .infinity
  }

  /// Batches of 16 and of 2 at the end of an epoch, on one, two and three ranks of unequal parts.
  @Test(arguments: [2, 3]) func sharedStatisticsMakeRanksOneRank(_ ranks: Int) throws {
    // The last batch of an epoch has two images: one of three ranks has none.
    let steps = 8
    let one = try Self.train(ranks: 1, steps: steps)[0]
    let many = try Self.train(ranks: ranks, steps: steps)
    for run in many {
      #expect(Self.difference(one.weights, run.weights) < 1e-12)
      #expect(Self.difference(one.losses, run.losses) < 1e-12)
    }
    // Those of a rank without images stand still; the first one's, which always has some, are saved.
    #expect(Self.difference(one.statistics, many[0].statistics) < 1e-12)
    #expect(one.losses.last ?? 1 < one.losses[0], "it learns")
  }

  @Test(arguments: [2, 4]) func theSameRanksGiveTheSameBits(_ ranks: Int) throws {
    let steps = 3
    let first = try Self.train(ranks: ranks, steps: steps, synchronized: false, dtype: .float32)
    let second = try Self.train(ranks: ranks, steps: steps, synchronized: false, dtype: .float32)
    for (one, other) in zip(first, second) {
      #expect(one.weights == first[0].weights, "all ranks have the same weights")
      #expect(one.weights == other.weights && one.losses == other.losses)
    }
    let alone = try Self.train(ranks: 1, steps: steps, synchronized: false, dtype: .float32)[0]
    #expect(alone.weights != first[0].weights, "statistics of each rank's own are others")
  }

  /// Ranks with statistics of their own measure the first one's model, and get the bits of one process.
  @Test(arguments: [2, 3, 5]) func ranksMeasureTogetherWhatOneMeasures(_ ranks: Int) throws {
    let batches = Array(
      Batches(of: Self.images, batchSize: 8, seed: 0, shuffles: false).epoch(0))
    let results = try LocalRanks.run(ranks) { communicator in
      let model = Net().initialize(seed: 11)
      let loop = TrainingLoop<Batch>(model, SGD(model), .constant(0.1), seed: 4) { tape, batch in
        model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
      }
      (loop.communicator, loop.evaluatesOnAllRanks) = (communicator, true)
      loop.evaluationCadence = .every(1)
      var alone: Evaluation?
      loop.onEvaluation = {
        if communicator.isFirst { alone = model.evaluate(batches) }
        try loop.shareStatistics()
        let own = batches[communicator.shard.range(of: batches.count)]
        let together = try Evaluation(over: communicator, on: own) { model($0) }
        return ["loss of all": together.loss, "error of all": together.error]
      }
      var metrics: [[Double?]] = []
      try loop.run(to: 2, on: Batches(of: Self.images, batchSize: 15, seed: 3)) { step in
        let found = [step.metrics["loss of all"], step.metrics["error of all"]]
        if let alone { #expect(found == [alone.loss, alone.error]) }
        metrics.append(found)
      }
      return metrics
    }
    #expect(results.allSatisfy { $0 == results[0] } && results[0].count == 2)
  }

  @Test func accumulationIsTheSameSum() throws {
    let one = try Self.train(ranks: 1, steps: 3, accumulation: 2)[0]
    // The second step adds up batches of 16 and of 2 images.
    let two = try Self.train(ranks: 2, steps: 3, accumulation: 2)[0]
    #expect(Self.difference(one.losses, two.losses) < 1e-12)
    #expect(Self.difference(one.weights, two.weights) < 1e-12)
  }

  /// Numbers and how many of them there are; without the count ranks refuse unequal parts.
  @Test func batchesOfOnesOwnAreWeighedByTheirExamples() throws {
    struct Numbers: Dataset {
      let name = "numbers", fingerprint = "0", count = 7
      func example(at index: Int) -> Double { Double(index * index) }
    }
    struct Counted: CountedMinibatch { let values: [Double]; var count: Int { values.count } }
    func train<Minibatch: Sendable>(
      _ ranks: Int, _ make: @escaping @Sendable ([Double]) -> Minibatch,
      _ values: @escaping @Sendable (Minibatch) -> [Double]
    ) throws -> [[Double]] {
      try LocalRanks.run(ranks) { communicator in
        let model = Sequential { Linear(1, 1) }.initialize(seed: 1, dtype: .float64)
        let loop = TrainingLoop<Minibatch>(model, SGD(model), .constant(1e-4), seed: 1) {
          tape, batch in
          let x = Tensor(values(batch), shape: [values(batch).count, 1], dtype: .float64)
          return model(tape.constant(x)).squared().mean()
        }
        loop.communicator = communicator
        let batches = ExampleBatches(
          of: Numbers(), sampler: BatchSampler(count: 7, batchSize: 4, seed: 2)
        ) { examples, _ in make(examples) }
        try loop.run(to: 6, on: batches)
        return model.parameters.flatMap { $0.parameter.value.scalars }
      }
    }
    let alone = try train(1, { Counted(values: $0) }, \.values)
    for weights in try train(2, { Counted(values: $0) }, \.values) {
      #expect(Self.difference(alone[0], weights) < 1e-12)
    }
    #expect(throws: CommunicationError.self) { try train(2, { $0 }, { $0 }) }
  }

  @Test func anotherNumberOfRanksGoesOn() throws {
    let folder = try TemporaryFolder()
    let whole = try Self.train(ranks: 1, steps: 8)[0]
    _ = try Self.train(ranks: 2, steps: 5, from: folder["run"])
    let resumed = try Self.train(ranks: 1, steps: 8, from: folder["run"])[0]
    #expect(Self.difference(whole.weights, resumed.weights) < 1e-12)
    let names = try FileContents.names(in: folder["run"])
    #expect(names.contains("metrics.jsonl"))
    let table = try MetricsTable(readingFrom: folder["run"])
    #expect(table.records.map(\.step) == Array(0..<8), "one rank writes")
  }

  @Test(arguments: [1, 2, 3, 5]) func eachImageIsSeenOnceAnEpoch(_ ranks: Int) {
    let whole = Batches(of: Self.images, batchSize: 16, seed: 3).from(step: 0).prefix(4)
    let parts = (0..<ranks).map { rank in
      var batches = Batches(of: Self.images, batchSize: 16, seed: 3)
      batches.shard = Shard(rank, of: ranks)
      return Array(batches.from(step: 0).prefix(4))
    }
    for (step, batch) in whole.enumerated() {
      let joined = parts.flatMap { $0[step].images.floats }
      #expect(joined == batch.images.floats && parts.flatMap { $0[step].labels } == batch.labels)
    }
  }

  @Test func ranksThatDifferAreNamed() throws {
    let error = #expect(throws: RankMismatch.self) {
      try LocalRanks.run(3) { communicator in
        let model = Net().initialize(seed: communicator.rank == 2 ? 12 : 11)
        let loop = TrainingLoop<Batch>(model, SGD(model), .constant(0.1), seed: 4) { tape, batch in
          model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
        }
        loop.communicator = communicator
        try loop.run(to: 1, on: Batches(of: Self.images, batchSize: 16, seed: 3))
      }
    }
    #expect(error?.rank == 2 && error?.part == "weights")
    let other = #expect(throws: RankMismatch.self) {
      try LocalRanks.run(2) { communicator in
        let model = Net().initialize(seed: 11)
        let loop = TrainingLoop<Batch>(model, SGD(model), .constant(0.1), seed: 4) { tape, batch in
          model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
        }
        loop.communicator = communicator
        let images = communicator.rank == 1 ? Self.images.prefix(49) : Self.images
        try loop.run(to: 1, on: Batches(of: images, batchSize: 16, seed: 3))
      }
    }
    #expect(other?.rank == 1 && other?.part == "data")
  }

  @Test func aLossThatIsNotFiniteEndsAllRanks() throws {
    let errors = try LocalRanks.run(2) { communicator in
      let model = Net().initialize(seed: 11)
      let loop = TrainingLoop<Batch>(model, SGD(model), .constant(0.1), seed: 4) { tape, batch in
        let loss = model(tape.constant(batch.images)).crossEntropy(labels: batch.labels)
        return communicator.rank == 1 ? loss * .infinity : loss
      }
      loop.communicator = communicator
      let before = model.parameters.flatMap { $0.parameter.value.scalars }
      do {
        try loop.run(to: 1, on: Batches(of: Self.images, batchSize: 16, seed: 3))
        return "no error"
      } catch is Divergence {
        return model.parameters.flatMap { $0.parameter.value.scalars } == before ? "" : "moved"
      }
    }
    #expect(errors == ["", ""])
  }
}
