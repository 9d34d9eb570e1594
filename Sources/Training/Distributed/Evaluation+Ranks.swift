import GradusDatasets
import GradusTensors

extension Evaluation {
  /// Measures a function from images to logits `[n, classes]` on all ranks together, each on batches of its
  /// own; called on all ranks, which all get the result of all.
  ///
  /// Where the ranks' batches, one rank's after another's, are those of one process, the result has that
  /// one's bits. Throws what `logits` throws and `CommunicationError`.
  ///
  /// - Parameters:
  ///   - communicator: the ranks.
  ///   - batches: this rank's.
  ///   - logits: the function, the same on all ranks.
  public init(
    over communicator: any Communicator, on batches: some Sequence<Batch>,
    logits: (_ images: Tensor) throws -> Tensor
  ) throws {
    let own = try batches.flatMap { batch in
      try EvaluatedBatch(batch, logits: logits(batch.images)).numbers
    }
    let all = try communicator.gather(numbers: own).flatMap { $0 }
    self.init(
      stride(from: 0, to: all.count, by: EvaluatedBatch.numberCount).map {
        EvaluatedBatch(all[$0..<$0 + EvaluatedBatch.numberCount])
      })
  }
}

extension Communicator {
  /// The numbers of all ranks, by rank, bit by bit.
  func gather(numbers: [Double]) throws -> [[Double]] {
    let bytes = numbers.flatMap { number in
      (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
    }
    return try gather(bytes).map { bytes in
      stride(from: 0, to: bytes.count, by: 8).map { start in
        Double(
          bitPattern: bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
      }
    }
  }
}

extension TrainingLoop {
  /// Gives the model on all ranks the first one's running statistics, which are each rank's own unless
  /// `synchronizesStatistics`; called on all ranks, and nothing for one process.
  ///
  /// What ranks measure together is then one model. Training does not read them, and the first rank keeps
  /// its own. Throws `CommunicationError`.
  public func shareStatistics() throws {
    guard let communicator, communicator.count > 1 else { return }
    let own = communicator.isFirst ? buffers.flatMap { $0.value.scalars } : []
    var rest = try communicator.gather(numbers: own)[0][...]
    guard !communicator.isFirst else { return }
    for buffer in buffers {
      let (shape, dtype) = (buffer.value.shape, buffer.value.dtype)
      guard rest.count >= shape.count else {
        throw CommunicationError("the first rank has another model: fewer running statistics")
      }
      buffer.value = Tensor(Array(rest.prefix(shape.count)), shape: shape, dtype: dtype)
      rest = rest.dropFirst(shape.count)
    }
  }
}
