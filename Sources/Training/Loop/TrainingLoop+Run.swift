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
    while stepCount < steps, !isStopping {
      var batches: [Minibatch] = []
      while batches.count < accumulation, let batch = try next() { batches.append(batch) }
      guard batches.count == accumulation else { return }
      var record = try step(accumulating: batches, observers: observers(stepCount))
      let isLast = stepCount == steps
      if let onEvaluation, isLast || evaluationCadence.isDue(after: stepCount) {
        record.metrics.merge(try onEvaluation()) { _, new in new }
      }
      if isLast || logCadence.isDue(after: stepCount) { try append(record) }
      try onStep(record)
      let isInterrupted = heedsInterruption && Interruption.isRequested
      if isLast || isStopping || isInterrupted || checkpointCadence.isDue(after: stepCount) {
        try save()
      }
      if isInterrupted {
        throw TrainingInterrupted(step: stepCount, isSaved: checkpoints != nil)
      }
    }
  }

  private func append(_ record: TrainingStep) throws {
    guard let log else { return }
    let columns = Set(log.columns)
    try log.append(step: record.number, record.values.filter { columns.contains($0.key) })
  }
}

extension TrainingLoop where Minibatch == Batch {
  /// Trains until `steps` steps have been taken, on a data set's batches, which a thread of its own
  /// prepares `depth` ahead.
  ///
  /// Throws as `run(to:batch:onStep:)` does, and `DataMismatch` when the run began with another data
  /// set, unless `acceptsOtherData`.
  public func run(
    to steps: Int, on batches: Batches, prefetching depth: Int = 2,
    onStep: (TrainingStep) throws -> Void = { _ in }
  ) throws {
    let found = batches.dataset.fingerprint
    if let data, data != found, !acceptsOtherData {
      throw DataMismatch(batches.dataset.name, began: data, found: found)
    }
    data = found
    let prefetched = Prefetcher(batches.from(step: stepCount * accumulation), depth: depth)
    try run(to: steps, drawing: { try prefetched.next() }, onStep)
  }
}
