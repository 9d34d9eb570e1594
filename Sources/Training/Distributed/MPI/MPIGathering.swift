#if MPI
  /// The bytes of all ranks on all ranks: first how many, then the bytes.
  final class MPIGathering: MPIWork, @unchecked Sendable {
    var number: Int32 = 0
    let result = PendingResult<[[UInt8]]>()
    private let rank: Int, count: Int
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let lengths: UnsafeMutablePointer<Int64>
    private var others: [UnsafeMutableBufferPointer<UInt8>] = []
    private let messages = MPIMessages()
    private var phase = Phase.idle

    private enum Phase { case idle, counting, moving }

    init(_ own: [UInt8], rank: Int, count: Int) {
      (self.rank, self.count) = (rank, count)
      bytes = .allocate(capacity: max(1, own.count))
      _ = bytes.initialize(from: own)
      lengths = .allocate(capacity: count)
      lengths.initialize(repeating: Int64(own.count), count: count)
    }

    deinit {
      bytes.deallocate()
      lengths.deallocate()
      for buffer in others { buffer.deallocate() }
    }

    private var tag: Int32 { MPITag.firstCollective + number }
    private var otherRanks: [Int] { (0..<count).filter { $0 != rank } }
    private var length: Int { Int(lengths[rank]) }

    func advance() throws -> Bool {
      switch phase {
      case .idle:
        for other in otherRanks {
          try messages.receive(lengths + other, MemoryLayout<Int64>.size, from: other, tag)
        }
        for other in otherRanks {
          try messages.send(lengths + rank, MemoryLayout<Int64>.size, to: other, tag)
        }
        phase = .counting
        return false
      case .counting:
        guard try messages.areDone() else { return false }
        others = (0..<count).map { .allocate(capacity: max(1, Int(lengths[$0]))) }
        for other in otherRanks {
          try messages.receive(others[other].baseAddress!, Int(lengths[other]), from: other, tag)
        }
        for other in otherRanks {
          try messages.send(bytes.baseAddress!, length, to: other, tag)
        }
        phase = .moving
        return false
      case .moving:
        guard try messages.areDone() else { return false }
        result.finish(
          .success(
            (0..<count).map { other in
              Array((other == rank ? bytes : others[other])[..<Int(lengths[other])])
            }))
        return true
      }
    }

    func fail(_ error: any Error) { result.finish(.failure(error)) }
  }
#endif
