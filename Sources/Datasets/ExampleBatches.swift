import GradusTensors

/// The examples of any data set, prepared one by one and gathered into batches of any kind.
///
///     let batches = ExampleBatches(
///       of: texts, sampler: BatchSampler(count: texts.count, batchSize: 32, seed: 1),
///       transform: Crop(length: 64)
///     ) { crops, place in Tensor.stack(crops) }
///     try loop.run(to: 1_000, on: batches, workers: 4)
///
/// A batch is a function of the sampler's seed and its place, so that any number of workers make the same
/// ones, and a resumed run sees what it would have seen.
public struct ExampleBatches<Minibatch: Sendable>: BatchSource {
  /// What the data set is called.
  public let name: String
  /// The data set's.
  public let fingerprint: String
  /// Which examples form which batch.
  public let sampler: BatchSampler
  /// The part of each batch that this process makes.
  public var shard = Shard.whole
  private let make: @Sendable (BatchPlace, [ExampleVisit]) throws -> Minibatch

  /// Makes the batches of a data set; traps when the sampler is one of another number of examples.
  ///
  /// - Parameters:
  ///   - dataset: where examples come from.
  ///   - sampler: which examples form which batch.
  ///   - transform: what happens to an example.
  ///   - gather: makes a batch of what came of its examples, in their order.
  public init<Source: Dataset, Preparation: Transform>(
    of dataset: Source, sampler: BatchSampler, transform: Preparation,
    gather: @escaping @Sendable ([Preparation.Output], BatchPlace) throws -> Minibatch
  ) where Preparation.Input == Source.Example {
    sampler.requireCount(dataset.count, of: dataset.name)
    (name, fingerprint, self.sampler) = (dataset.name, dataset.fingerprint, sampler)
    make = { place, visits in
      if visits.isEmpty { throw EmptyPart(dataset: dataset.name, batch: place) }
      return try gather(
        visits.map { try transform(dataset.example(at: $0.index), $0) }, place)
    }
  }

  /// Makes the batches of examples as they are; traps as the other initialiser does.
  public init<Source: Dataset>(
    of dataset: Source, sampler: BatchSampler,
    gather: @escaping @Sendable ([Source.Example], BatchPlace) throws -> Minibatch
  ) {
    self.init(
      of: dataset, sampler: sampler, transform: ClosureTransform { example, _ in example },
      gather: gather)
  }

  /// Makes batches on one thread; throws what reading, preparing and gathering throw, and `EmptyPart` where
  /// several processes share a batch of fewer examples than there are processes.
  public func makeWorker() -> (BatchPlace, _ visits: [ExampleVisit]) throws -> Minibatch { make }
}

extension ExampleBatches where Minibatch == Batch {
  /// Makes the batches of labelled images, whose preparation makes tensors `[height, width, channels]` of
  /// equal shape; traps as the other initialisers do.
  public init<Value, Preparation: Transform>(
    of dataset: some Dataset<Labelled<Value>>, sampler: BatchSampler, transform: Preparation
  ) where Preparation.Input == Value, Preparation.Output == Tensor {
    self.init(
      of: dataset, sampler: sampler,
      transform: ClosureTransform { (example: Labelled<Value>, visit) in
        Labelled(try transform(example.value, visit), label: example.label)
      }
    ) { examples, place in
      Batch(
        images: Tensor.stack(examples.map(\.value)), labels: examples.map(\.label),
        epoch: place.epoch, index: place.index, number: place.number)
    }
  }
}

/// A part of a batch without an example, of which no tensor can be gathered.
public struct EmptyPart: Error, Sendable, Hashable, CustomStringConvertible {
  /// What the data set is called.
  public let dataset: String
  /// Where the batch stands.
  public let batch: BatchPlace

  /// One line that says what to do.
  public var description: String {
    "\(dataset): batch \(batch.index) of epoch \(batch.epoch) has fewer examples than processes share it; use "
      + "dropLast, another batch size or fewer processes"
  }
}
