import GradusAutodiff
import GradusDatasets
import GradusInterchange
import GradusLayers
import GradusTensors

extension TrainingLoop {
  /// Whether several processes train the model.
  var isShared: Bool { (communicator?.count ?? 1) > 1 }

  /// Dropout and the like draw other numbers on each rank, whose parts of a batch are other images.
  var tapeSeed: UInt64 {
    guard let rank = communicator?.rank, rank > 0 else { return seed }
    return RandomStream(seed: seed, name: "rank").bits(rank)
  }

  /// What batch normalisation uses.
  var statistics: Tape.BatchStatistics {
    guard synchronizesStatistics, let communicator, communicator.count > 1 else { return .live }
    return .shared(
      BatchStatisticsSum { values in
        do { return try communicator.beginSum(values).wait() } catch {
          // A forward run cannot throw; the sum of nothing shows in the loss, and the step throws.
          return values.map { _ in .nan }
        }
      })
  }

  /// Numbers that the first rank measures for all, so that all decide alike.
  func firstRanks(_ measure: () throws -> [String: Double]) throws -> [String: Double] {
    guard let communicator, communicator.count > 1 else { return try measure() }
    let own = communicator.isFirst ? try measure() : [:]
    // Bits and not digits: NaN is a number like others here.
    let text = own.map { "\($0)\t\($1.bitPattern)" }.joined(separator: "\n")
    let first = String(decoding: try communicator.gather(Array(text.utf8))[0], as: UTF8.self)
    return Dictionary(
      uniqueKeysWithValues: first.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: "\t")
        return parts.count == 2
          ? UInt64(parts[1]).map { (String(parts[0]), Double(bitPattern: $0)) } : nil
      })
  }

  /// A step of which every rank runs its part: gradients are summed while the tape runs backward.
  func sharedStep(
    _ batches: [Minibatch], _ rate: Double, _ observers: [any TapeObserver],
    _ communicator: any Communicator
  ) throws -> (loss: Double, metrics: [String: Double]) {
    let parameters = optimizer.parameters.map(\.parameter)
    let buckets: GradientBuckets
    if let known = self.buckets, known.fit(parameters) {
      buckets = known
    } else {
      buckets = GradientBuckets(parameters, communicator)
      self.buckets = buckets
    }
    let weights = batches.map { Self.weight(of: $0) }
    let own = weights.reduce(0, +)
    var measured = StepSum(
      weight: own, isInterrupted: heedsInterruption && Interruption.isRequested)
    var gradients: Gradients?
    var pending: PendingResult<[Double]>?
    buckets.begin()
    for (index, batch) in batches.enumerated() {
      let tape = makeTape(stepCount * batches.count + index, observers)
      let (loss, metrics) = try measure(batch, on: tape)
      measured.add(loss.value.item, metrics, weight: weights[index])
      // Losses are means; with statistics that the ranks share, gradients cross from one to another.
      let sum = loss * weights[index]
      if batches.count == 1 {
        // Nobody waits for it before the gradients are there.
        pending = communicator.beginSum(measured.values)
        tape.handOverGradients(of: sum) { buckets.put($1, of: $0) }
      } else {
        let part = tape.gradients(of: sum)
        gradients = gradients.map { $0 + part } ?? part
      }
    }
    if let gradients {
      pending = communicator.beginSum(measured.values)
      for (owner, gradient) in gradients { buckets.put(gradient, of: owner) }
    }
    let totals = try measured.totals(pending?.wait() ?? measured.values)
    let (sum, timing) = try buckets.finish(total: totals.weight)
    if let divergence = divergence(totals.loss, batches[0]) { throw divergence }
    exchangeTime = timing
    isInterrupted = totals.isInterrupted
    try optimizer.step(transform?(sum) ?? sum, learningRate: rate)
    return (totals.loss, totals.metrics)
  }
}

/// What ranks add up of a step beside its gradients: losses and metrics by their images.
private struct StepSum {
  let isInterrupted: Bool
  private let weight: Double
  private var loss = 0.0
  private var metrics: [String: Double] = [:]

  init(weight: Double, isInterrupted: Bool) {
    (self.weight, self.isInterrupted) = (weight, isInterrupted)
  }

  mutating func add(_ loss: Double, _ metrics: [String: Double], weight: Double) {
    // The mean over no images is NaN and weighs nothing.
    self.loss += weight > 0 ? loss * weight : 0
    for (name, value) in metrics {
      self.metrics[name, default: 0] += weight > 0 ? value * weight : 0
    }
  }

  /// Numbers before those of the metrics.
  private static let fixedCount = 6

  private var names: [String] { metrics.keys.sorted() }

  var values: [Double] {
    [weight, isInterrupted ? 1 : 0, loss, 1, mark, mark * mark] + names.map { metrics[$0] ?? 0 }
  }

  /// A number of the names, small enough that sums of its square are exact: ranks have the same one where
  /// the square of the sum is the sum of the squares times the number of ranks.
  private var mark: Double {
    Double(Checksum(of: Array("\(names)".utf8)).value % 65_521)
  }

  /// The sums as means; throws `CommunicationError` where ranks measured different things.
  func totals(
    _ sums: [Double]
  ) throws -> (weight: Double, loss: Double, metrics: [String: Double], isInterrupted: Bool) {
    let names = names
    let first = Self.fixedCount
    guard sums.count == first + names.count, sums[0] > 0, sums[4] * sums[4] == sums[3] * sums[5]
    else {
      throw CommunicationError("the ranks measured different things beside the loss, or no images")
    }
    return (
      sums[0], sums[2] / sums[0],
      Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, sums[first + $0] / sums[0]) }),
      sums[1] > 0
    )
  }
}
