#if MPI
  import GradusDatasets

  /// Numbers that ranks add up.
  ///
  /// The loop is each type's own: the engine calls sums through a protocol, where a generic loop would
  /// go through a table for every addition.
  protocol MPINumber: Sendable, ExpressibleByIntegerLiteral {
    /// Adds numbers to others, one by one.
    static func add(
      _ numbers: UnsafePointer<Self>, to sums: UnsafeMutablePointer<Self>, count: Int)
  }

  extension Float: MPINumber {
    static func add(
      _ numbers: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>, count: Int
    ) {
      for place in 0..<count { sums[place] += numbers[place] }
    }
  }

  extension Double: MPINumber {
    static func add(
      _ numbers: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>, count: Int
    ) {
      for place in 0..<count { sums[place] += numbers[place] }
    }
  }

  /// A sum over all ranks: each adds up one part of the numbers, in the order of the ranks, and hands the
  /// result to the others (Rabenseifner 2004 without the order that depends on the algorithm).
  ///
  /// Each rank sends and receives 2 (n - 1) / n of the numbers, in 2 (n - 1) messages each.
  final class MPISum<T: MPINumber>: MPIWork, @unchecked Sendable {
    var number: Int32 = 0
    let result = PendingResult<[T]>()
    private let rank: Int, count: Int, length: Int
    /// This rank's numbers, and in the end the sums.
    private let values: UnsafeMutablePointer<T>
    /// What the ranks have in this rank's part, one after another.
    private let parts: UnsafeMutablePointer<T>
    private let messages = MPIMessages()
    private var phase = Phase.idle

    private enum Phase { case idle, collecting, spreading }

    init(_ numbers: [T], rank: Int, count: Int) {
      (self.rank, self.count, length) = (rank, count, numbers.count)
      values = .allocate(capacity: max(1, length))
      values.initialize(from: numbers, count: length)
      let own = Shard(rank, of: count).range(of: length)
      parts = .allocate(capacity: max(1, own.count * count))
      parts.initialize(repeating: 0, count: max(1, own.count * count))
    }

    deinit {
      values.deallocate()
      parts.deallocate()
    }

    private var tag: Int32 { MPITag.firstCollective + number }
    private func range(_ rank: Int) -> Range<Int> { Shard(rank, of: count).range(of: length) }
    private var others: [Int] { (1..<max(1, count)).map { (rank + $0) % count } }

    func advance() throws -> Bool {
      switch phase {
      case .idle:
        let own = range(rank)
        for other in others {
          try messages.receive(
            parts + other * own.count, own.count * MemoryLayout<T>.size, from: other, tag)
        }
        for other in others {
          let part = range(other)
          try messages.send(
            values + part.lowerBound, part.count * MemoryLayout<T>.size, to: other, tag)
        }
        phase = .collecting
        return false
      case .collecting:
        guard try messages.areDone() else { return false }
        addUp()
        let own = range(rank)
        for other in others {
          let part = range(other)
          try messages.receive(
            values + part.lowerBound, part.count * MemoryLayout<T>.size, from: other, tag)
        }
        for other in others {
          try messages.send(
            values + own.lowerBound, own.count * MemoryLayout<T>.size, to: other, tag)
        }
        phase = .spreading
        return false
      case .spreading:
        guard try messages.areDone() else { return false }
        result.finish(.success(Array(UnsafeBufferPointer(start: values, count: length))))
        return true
      }
    }

    /// The sums of this rank's part, in the order of the ranks.
    private func addUp() {
      let own = range(rank)
      let target = values + own.lowerBound
      (parts + rank * own.count).update(from: target, count: own.count)
      target.update(from: parts, count: own.count)
      for other in 1..<max(1, count) {
        T.add(parts + other * own.count, to: target, count: own.count)
      }
    }

    func fail(_ error: any Error) { result.finish(.failure(error)) }
  }
#endif
