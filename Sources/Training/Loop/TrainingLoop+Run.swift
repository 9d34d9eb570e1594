import GradusDatasets

extension TrainingLoop {
  /// Trains until `steps` steps have been taken, on batches that `batch` makes by their number.
  ///
  /// The number of the first batch is 0; a step takes as many batches as it accumulates. A batch
  /// that depends on nothing but its number, a seed and data is the same in a resumed run. `onStep`
  /// is told of each step after it was logged and before a checkpoint is saved.
  ///
  /// Throws what `step(_:observers:)`, the closures, the log and the checkpoints throw, and
  /// `TrainingInterrupted` after Ctrl-C, where `Interruption` is installed and heeded.
  public func run(
    to steps: Int, batch: (_ number: Int) throws -> Minibatch,
    onStep: (TrainingStep) throws -> Void = { _ in }
  ) throws {
    var number = stepCount * accumulation
    try run(
      to: steps,
      drawing: {
        defer { number += 1 }
        return try batch(number)
      }, onStep)
  }

  /// Trains until `steps` steps have been taken or the batches end; a step whose batches are not
  /// complete is not taken.
  ///
  /// The sequence begins with the next step's batches: with number `stepCount * accumulation`.
  /// Throws as `run(to:batch:onStep:)` does.
  public func run(
    to steps: Int, on batches: some Sequence<Minibatch>,
    onStep: (TrainingStep) throws -> Void = { _ in }
  ) throws {
    var iterator = batches.makeIterator()
    try run(to: steps, drawing: { iterator.next() }, onStep)
  }

  /// Trains until `steps` steps have been taken, the loop is stopped, or there are no more batches.
  func run(
    to steps: Int, drawing next: () throws -> Minibatch?, _ onStep: (TrainingStep) throws -> Void
  ) throws {
    begin()
    if let communicator { try RankAgreement(self).check(communicator) }
    while stepCount < steps, !isStopping {
      var batches: [Minibatch] = []
      while batches.count < accumulation, let batch = try next() { batches.append(batch) }
      guard batches.count == accumulation else { return }
      var record = try step(accumulating: batches, observers: observers(stepCount))
      let isLast = stepCount == steps
      if let onEvaluation, isLast || evaluationCadence.isDue(after: stepCount) {
        let numbers = try evaluatesOnAllRanks ? onEvaluation() : firstRanks(onEvaluation)
        record.metrics.merge(numbers) { _, new in new }
      }
      if isLast || logCadence.isDue(after: stepCount) { try append(record) }
      try onStep(record)
      // Ranks agree about it in their steps, because they must all end with the same one.
      let isInterrupted =
        isShared ? self.isInterrupted : heedsInterruption && Interruption.isRequested
      if isLast || isStopping || isInterrupted || checkpointCadence.isDue(after: stepCount) {
        try save()
      }
      if isInterrupted {
        throw TrainingInterrupted(step: stepCount, isSaved: checkpoints != nil)
      }
    }
  }

  private func append(_ record: TrainingStep) throws {
    guard let log, communicator?.isFirst ?? true else { return }
    let columns = Set(log.columns)
    try log.append(step: record.number, record.values.filter { columns.contains($0.key) })
  }
}

extension TrainingLoop where Minibatch: Sendable {
  /// Trains until `steps` steps have been taken, on batches which threads of their own prepare ahead.
  ///
  /// Throws as `run(to:batch:onStep:)` does, what making a batch throws, `DataMismatch` when the run began
  /// with other data, unless `acceptsOtherData`, and `CommunicationError` when the ranks' parts of a batch are
  /// unequal and the batches are no ``CountedMinibatch``.
  ///
  /// - Parameters:
  ///   - steps: the number of steps of the whole run.
  ///   - batches: images in memory, pictures in files, or examples of one's own.
  ///   - workers: threads that make batches; the order does not depend on it.
  ///   - depth: batches that are made ahead, those being made included; one a worker and one more when
  ///     nil.
  ///   - onStep: told of each step.
  public func run(
    to steps: Int, on batches: some BatchSource<Minibatch>, workers: Int = 1,
    prefetching depth: Int? = nil,
    onStep: (TrainingStep) throws -> Void = { _ in }
  ) throws {
    let found = batches.fingerprint
    if let data, data != found, !acceptsOtherData {
      throw DataMismatch(batches.name, began: data, found: found)
    }
    data = found
    var batches = batches
    if let communicator {
      try checkParts(of: batches.sampler, among: communicator.count)
      batches.shard = communicator.shard
    }
    let loader = BatchLoader(
      batches, from: stepCount * accumulation, workers: workers, ahead: depth)
    try run(to: steps, drawing: { try loader.next() }, onStep)
  }

  /// Parts of different sizes are averaged rightly only if they tell their sizes.
  private func checkParts(of sampler: BatchSampler, among ranks: Int) throws {
    guard ranks > 1, !(Minibatch.self is any CountedMinibatch.Type) else { return }
    let last = sampler.dropLast ? 0 : sampler.count % sampler.batchSize
    guard let size = [sampler.batchSize, last].first(where: { $0 % ranks != 0 }) else { return }
    throw CommunicationError(
      "a batch of \(size) examples is not divided equally among \(ranks) ranks; conform \(Minibatch.self) to "
        + "CountedMinibatch, or choose a batch size divisible by \(ranks) and dropLast")
  }
}
