import ArgumentParser
import Foundation
import Gradus
import GradusExampleSupport

/// `ranks`: what several processes cost, under `mpirun`.
struct RanksCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ranks",
    abstract: "Time training steps of several ranks and the sums of their gradients, under mpirun.",
    discussion: """
      Prints the time of a step, of the exchange of gradients in it and of the part of that which the \
      backward run does not hide; with --sums the time of sums alone. A build with --traits MPI.
      """)

  @Option(help: "resnet50, vgg16 or plain56.") var network = "plain56"
  @Option(help: "Images a step, over all ranks.") var batch = 128
  @Option(help: "Steps that are timed, after one that is not.") var steps = 5
  @Flag(help: "Batch norm with the statistics of all ranks.") var synchronizedStatistics = false
  @Flag(help: "Time sums of 4 KiB to 64 MiB instead.") var sums = false
  @Flag(help: "Compare 20 steps of all ranks with those of one, in double precision, instead.")
  var agreement = false

  func validate() throws {
    guard batch >= 1, (1...100_000).contains(steps) else {
      throw ValidationError("--batch and --steps must be at least 1")
    }
  }

  func run() throws {
    let communicator = try Launch.communicator()
    if agreement {
      try RankComparison(communicator, batch: batch).run()
    } else if sums {
      guard let communicator else { throw UserError("--sums needs several ranks; use mpirun") }
      try timeSums(communicator)
    } else {
      try timeSteps(communicator)
    }
  }

  /// The time of a sum by its length.
  private func timeSums(_ communicator: any Communicator) throws {
    var table = TextTable(["bytes", "ms"], left: [])
    for power in stride(from: 10, through: 24, by: 2) {
      let values = [Float](repeating: 1, count: 1 << power)
      var times: [Double] = []
      for round in 0..<(steps + 1) {
        // All begin together.
        _ = try communicator.beginSum([Double(0)]).wait()
        let start = ContinuousClock.now
        _ = try communicator.beginSum(values).wait()
        if round > 0 { times.append((ContinuousClock.now - start) / .milliseconds(1)) }
      }
      table.rows.append(
        ["\(4 << power)", NumberText.fixed(Quartiles(of: times).median, decimals: 3)])
    }
    if communicator.isFirst { print("\(communicator.count) ranks\n" + table.text, terminator: "") }
  }

  /// The time of a step and of its exchange, medians.
  private func timeSteps(_ communicator: (any Communicator)?) throws {
    guard
      let (shape, _) = BenchmarkNetwork.compared.first(where: { $0.network.name == network })
    else { throw UserError("there is no network \(network.debugDescription) to be timed") }
    let model = shape.make().initialize(seed: 1)
    let images = ImageDataset.noise(batch, side: shape.imageSize, classes: shape.classes)
    let loop = TrainingLoop(model, SGD(model, momentum: 0.9), .constant(0.01), seed: 1)
    (loop.communicator, loop.synchronizesStatistics) = (communicator, synchronizedStatistics)
    var (times, totals, exposed): ([Double], [Double], [Double]) = ([], [], [])
    try loop.run(to: steps + 1, on: Batches(of: images, batchSize: batch, seed: 1)) { step in
      if step.number == 0 { return }
      times.append(step.seconds)
      totals.append(loop.exchangeTime?.total ?? 0)
      exposed.append(loop.exchangeTime?.exposed ?? 0)
    }
    guard communicator?.isFirst ?? true else { return }
    let hidden = zip(totals, exposed).map { $0 > 0 ? 1 - $1 / $0 : 1 }
    print(
      String(
        format:
          "%@, %d ranks of %d threads, batch %d: step %.3f s, exchange %.3f s, exposed %.3f s, "
          + "hidden %.0f %%", network, communicator?.count ?? 1, Parallel.threadCount, batch,
        Quartiles(of: times).median, Quartiles(of: totals).median, Quartiles(of: exposed).median,
        100 * Quartiles(of: hidden).median))
  }
}
