import GradusTensors

/// Which images form which batch: a pure function of the seed, the epoch and the batch's number.
///
/// A run that resumes in the middle of an epoch therefore sees what the uninterrupted one would
/// have seen, and nothing but the step number has to be saved.
public struct BatchSampler: Sendable, Hashable, Codable {
  /// The number of images.
  public let count: Int
  /// Images a batch; the last batch of an epoch may have fewer.
  public let batchSize: Int
  /// Decides the shuffles.
  public let seed: UInt64
  /// Whether every epoch has an order of its own; otherwise images come in the data set's order.
  public let shuffles: Bool
  /// Whether a last batch of fewer images is left out.
  public let dropLast: Bool

  /// Makes a sampler; traps when an epoch would not have a single batch.
  public init(
    count: Int, batchSize: Int, seed: UInt64, shuffles: Bool = true, dropLast: Bool = false
  ) {
    self.count = count
    self.batchSize = batchSize
    self.seed = seed
    self.shuffles = shuffles
    self.dropLast = dropLast
    if let problem { preconditionFailure(problem) }
  }

  /// Reads a sampler; throws a `DecodingError` where `init` traps.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    count = try values.decode(Int.self, forKey: .count)
    batchSize = try values.decode(Int.self, forKey: .batchSize)
    seed = try values.decode(UInt64.self, forKey: .seed)
    shuffles = try values.decode(Bool.self, forKey: .shuffles)
    dropLast = try values.decode(Bool.self, forKey: .dropLast)
    try decoder.refuse(problem)
  }

  private var problem: String? {
    if batchSize < 1 { return "batches: the batch size must be at least 1, not \(batchSize)" }
    if count < 1 {
      return "batches: the data set has no images; check the files or the subset it came from"
    }
    return !dropLast || count >= batchSize
      ? nil
      : "batches: \(count) images do not fill one batch of \(batchSize); take a smaller batch size or "
        + "keep the incomplete batch (dropLast: false)"
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

  /// The order of all images in `epoch`.
  public func order(ofEpoch epoch: Int) -> [Int] {
    shuffles
      ? RandomStream(seed: seed, name: "shuffle of epoch \(epoch)").permutation(count)
      : Array(0..<count)
  }

  /// The positions in the data set of the images of one batch.
  ///
  /// Traps when `index` is outside `0..<batchesPerEpoch`.
  public func indices(epoch: Int, index: Int) -> [Int] {
    indices(inOrder: order(ofEpoch: epoch), index: index)
  }

  /// The images of a batch, given the order of its epoch.
  func indices(inOrder order: [Int], index: Int) -> [Int] {
    precondition(
      index >= 0 && index < batchesPerEpoch,
      "batch \(index) is outside 0..<\(batchesPerEpoch)")
    return Array(order[index * batchSize..<min(count, (index + 1) * batchSize)])
  }
}
