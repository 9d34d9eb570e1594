#if MPI
  import CGradusMPI

  /// Bytes on their way to one rank.
  final class MPILetter: MPIWork, @unchecked Sendable {
    var number: Int32 = 0
    let isCollective = false
    let result = PendingResult<Void>()
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let length: Int, rank: Int
    private let messages = MPIMessages()
    private var isSent = false

    init(_ contents: [UInt8], to rank: Int) {
      (length, self.rank) = (contents.count, rank)
      bytes = .allocate(capacity: max(1, contents.count))
      _ = bytes.initialize(from: contents)
    }

    deinit { bytes.deallocate() }

    func advance() throws -> Bool {
      if !isSent {
        try messages.send(bytes.baseAddress!, length, to: rank, MPITag.letter)
        isSent = true
      }
      guard try messages.areDone() else { return false }
      result.finish(.success(()))
      return true
    }

    func fail(_ error: any Error) { result.finish(.failure(error)) }
  }

  /// Somebody who waits for bytes from any rank.
  final class MPIReception: MPIWork, @unchecked Sendable {
    var number: Int32 = 0
    let isCollective = false
    let result = PendingResult<(from: Int, bytes: [UInt8])>()

    func advance() throws -> Bool {
      guard let letter = try Self.receive(MPITag.letter) else { return false }
      result.finish(.success(letter))
      return true
    }

    /// A message that has arrived; nil where there is none.
    static func receive(_ tag: Int32) throws -> (from: Int, bytes: [UInt8])? {
      var (flag, length): (Int32, Int32) = (0, 0)
      var status = MPI_Status()
      try MPICall.check(
        MPI_Iprobe(MPI_ANY_SOURCE, tag, gradus_mpi_world(), &flag, &status))
      guard flag != 0 else { return nil }
      try MPICall.check(MPI_Get_count(&status, gradus_mpi_byte(), &length))
      var bytes = [UInt8](repeating: 0, count: Int(length))
      try MPICall.check(
        MPI_Recv(
          &bytes, length, gradus_mpi_byte(), status.MPI_SOURCE, tag, gradus_mpi_world(),
          gradus_mpi_status_ignore()))
      return (Int(status.MPI_SOURCE), bytes)
    }

    func fail(_ error: any Error) { result.finish(.failure(error)) }
  }
#endif
