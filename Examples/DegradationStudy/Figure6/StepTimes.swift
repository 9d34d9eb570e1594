import Gradus
import GradusPlots

/// How long the nets of a study take to train on this machine, told from a few steps of each.
struct StepTimes {
  /// One net: how many runs of it there are, and the seconds of one step.
  struct Net {
    let name: String
    let runs: Int
    let seconds: Double
  }

  /// The nets, in the order they are made.
  let nets: [Net]
  /// The steps of each run.
  let steps: Int

  /// Collects times that were measured.
  init(_ nets: [Net], steps: Int) { (self.nets, self.steps) = (nets, steps) }

  /// Times each net that is left to train: two steps, with the making of their batches, after one that
  /// fills caches.
  init(_ runs: [RunIdentity], _ configuration: StudyConfiguration, _ data: StudyData) throws {
    var seen: Set<String> = []
    let first = runs.filter { seen.insert($0.net).inserted }
    nets = try first.map { run in
      Net(
        name: run.net, runs: runs.count { $0.net == run.net },
        seconds: try Self.seconds(run, configuration, data))
    }
    steps = configuration.steps
  }

  private static let timedSteps = 2

  private static func seconds(
    _ run: RunIdentity, _ configuration: StudyConfiguration, _ data: StudyData
  ) throws -> Double {
    let model = StudyRun.model(
      run, inputChannels: data.train.channels, classes: data.train.classes
    ).initialize(seed: run.seed)
    // At a rate of zero no net diverges; a step costs the same.
    let loop = TrainingLoop<Batch>(
      model, SGD(model, momentum: configuration.momentum), .constant(0), seed: run.seed)
    loop.heedsInterruption = false
    let clock = ContinuousClock()
    var ends: [ContinuousClock.Instant] = []
    try loop.run(
      to: 1 + timedSteps, on: data.trainingBatches(configuration, seed: run.seed)
    ) { _ in ends.append(clock.now) }
    return (ends[timedSteps] - ends[0]) / .seconds(1) / Double(timedSteps)
  }

  /// The seconds of all runs, with the tenth that measuring test errors along the way adds.
  var total: Double {
    1.1 * nets.reduce(0) { $0 + Double($1.runs * steps) * $1.seconds }
  }

  /// A line a net, and the sum.
  var text: String {
    var table = TextTable(["net", "runs", "s/step", "hours"])
    table.rows = nets.map { net in
      [
        net.name, "\(net.runs)", NumberText.short(net.seconds),
        NumberText.fixed(Double(net.runs * steps) * net.seconds / 3_600, decimals: 1),
      ]
    }
    let runs = nets.reduce(0) { $0 + $1.runs }
    return table.text
      + "\(runs) runs of \(steps) steps, measured on \(Parallel.threadCount) threads: "
      + "about \(Self.duration(total))\n"
  }

  /// `61 hours`, `4.2 hours`, `3 minutes`.
  static func duration(_ seconds: Double) -> String {
    if seconds < 90 { return "\(NumberText.fixed(seconds, decimals: 0)) seconds" }
    if seconds < 5_400 { return "\(NumberText.fixed(seconds / 60, decimals: 0)) minutes" }
    return "\(NumberText.fixed(seconds / 3_600, decimals: seconds < 36_000 ? 1 : 0)) hours"
  }
}
