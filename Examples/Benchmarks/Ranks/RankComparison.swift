import Gradus
import GradusExampleSupport

/// What several ranks with synchronised statistics learn, beside what one learns from the same batches.
struct RankComparison {
  private let communicator: any Communicator
  private let batch: Int

  private static let steps = 20

  /// Throws `UserError` for one process alone.
  init(_ communicator: (any Communicator)?, batch: Int) throws {
    guard let communicator else {
      throw UserError("--agreement needs several ranks; use mpirun")
    }
    (self.communicator, self.batch) = (communicator, batch)
  }

  /// Trains on all ranks, then on the first alone, and prints the largest difference there.
  func run() throws {
    let many = try train(communicator)
    guard communicator.isFirst else { return }
    let one = try train(nil)
    let largest = one.reduce(0) { max($0, abs($1)) }
    let difference = zip(one, many).reduce(0) { max($0, abs($1.0 - $1.1)) } / largest
    print(
      "\(communicator.count) ranks and 1, batch \(batch), \(Self.steps) steps in float64: relative "
        + "difference of the weights \(difference)")
  }

  /// The weights and statistics after training a residual net on noise.
  private func train(_ communicator: (any Communicator)?) throws -> [Double] {
    let images = ImageDataset.noise(4 * batch, side: 12, classes: 10)
    let model = CIFARResNet(depth: 8).initialize(seed: 1)
    model.convert(to: .float64)
    let loop = TrainingLoop<Batch>(
      model, SGD(model, momentum: 0.9, weightDecay: 1e-4), .constant(0.05), seed: 1
    ) { tape, batch in
      model(tape.constant(batch.images.converted(to: .float64))).logits
        .crossEntropy(labels: batch.labels)
    }
    (loop.communicator, loop.synchronizesStatistics) = (communicator, true)
    try loop.run(to: Self.steps, on: Batches(of: images, batchSize: batch, seed: 1))
    return model.stateDictionary.flatMap { $0.value.scalars }
  }
}
