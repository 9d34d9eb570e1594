import GradusTensors

/// Which examples form which batch: a pure function of the seed, the epoch and the batch's number.
///
/// A run that resumes in the middle of an epoch therefore sees what the uninterrupted one would
/// have seen, and nothing but the step number has to be saved.
public struct BatchSampler: Sendable, Hashable, Codable {
  /// The number of examples.
  public let count: Int
  /// Examples a batch; the last batch of an epoch may have fewer.
  public let batchSize: Int
  /// Decides the order.
  public let seed: UInt64
  /// The rule of an epoch's order.
  public let order: SamplingOrder
  /// Whether a last batch of fewer examples is left out.
  public let dropLast: Bool

  /// Makes a sampler; traps when an epoch would not have a single batch, and when the order is one of another
  /// number of examples.
  public init(
    count: Int, batchSize: Int, seed: UInt64, order: SamplingOrder, dropLast: Bool = false
  ) {
    self.count = count
    self.batchSize = batchSize
    self.seed = seed
    self.order = order
    self.dropLast = dropLast
    if let problem { preconditionFailure(problem) }
  }

  /// Makes a sampler that shows every example once in an epoch, shuffled or in the data set's order; traps
  /// when an epoch would not have a single batch.
  public init(
    count: Int, batchSize: Int, seed: UInt64, shuffles: Bool = true, dropLast: Bool = false
  ) {
    self.init(
      count: count, batchSize: batchSize, seed: seed, order: shuffles ? .shuffled : .asStored,
      dropLast: dropLast)
  }

  /// Reads a sampler; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    count = try values.decode(Int.self, forKey: .count)
    batchSize = try values.decode(Int.self, forKey: .batchSize)
    seed = try values.decode(UInt64.self, forKey: .seed)
    order = try values.decode(SamplingOrder.self, forKey: .order)
    dropLast = try values.decode(Bool.self, forKey: .dropLast)
    try decoder.refuse(problem)
  }

  private var problem: String? {
    if batchSize < 1 { return "batches: the batch size must be at least 1, not \(batchSize)" }
    if count < 1 {
      return "batches: the data set has no images; check the files or the subset it came from"
    }
    guard !dropLast || count >= batchSize else {
      return
        "batches: \(count) images do not fill one batch of \(batchSize); take a smaller batch size or "
        + "keep the incomplete batch (dropLast: false)"
    }
    return order.problem(count: count)
  }

  /// Traps unless it is a sampler of so many examples.
  func requireCount(_ found: Int, of name: String) {
    precondition(
      count == found, "\(name): a sampler of \(count) examples cannot draw from \(found)")
  }

  /// The number of batches of an epoch.
  public var batchesPerEpoch: Int {
    dropLast ? count / batchSize : (count - 1) / batchSize + 1
  }

  /// The epoch and the number within it of the batch at `step`; everything counts from 0.
  public func position(ofStep step: Int) -> (epoch: Int, index: Int) {
    precondition(step >= 0, "steps count from 0, not from \(step)")
    return (step / batchesPerEpoch, step % batchesPerEpoch)
  }

  /// The positions of all `count` examples that are shown in `epoch`, in order.
  public func order(ofEpoch epoch: Int) -> [Int] {
    order.positions(count: count, seed: seed, epoch: epoch)
  }

  /// The positions in the data set of the examples of one batch.
  ///
  /// Traps when `index` is outside `0..<batchesPerEpoch`.
  public func indices(epoch: Int, index: Int) -> [Int] {
    Array(order(ofEpoch: epoch)[range(ofBatch: index)])
  }

  /// The visits to the examples of one batch; traps as `indices(epoch:index:)` does.
  public func visits(epoch: Int, index: Int) -> [ExampleVisit] {
    Array(EpochVisits(self, epoch: epoch)[range(ofBatch: index)])
  }

  /// Which of an epoch's examples form a batch.
  func range(ofBatch index: Int) -> Range<Int> {
    precondition(
      index >= 0 && index < batchesPerEpoch,
      "batch \(index) is outside 0..<\(batchesPerEpoch)")
    return index * batchSize..<min(count, (index + 1) * batchSize)
  }
}
