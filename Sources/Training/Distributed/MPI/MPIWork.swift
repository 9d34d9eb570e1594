#if MPI
  import CGradusMPI

  /// Something that messages must bring about, moved on by the engine's thread until it is done.
  protocol MPIWork: AnyObject, Sendable {
    /// Its number, the same on all ranks where it is collective; set before it is moved.
    var number: Int32 { get set }
    /// Whether all ranks submit it, in the same order.
    var isCollective: Bool { get }
    /// Moves on without waiting; true when it is done.
    func advance() throws -> Bool
    /// Tells who waits that it failed.
    func fail(_ error: any Error)
  }

  extension MPIWork {
    /// True.
    var isCollective: Bool { true }
  }

  /// What messages are about.
  enum MPITag {
    static let pulse: Int32 = 1
    static let letter: Int32 = 2
    static let firstCollective: Int32 = 16
    /// So many pieces of collective work may be under way at a time.
    static let collectiveCount = 16_384
  }

  /// The calls of MPI that are used, with their errors.
  enum MPICall {
    /// Throws the text of an error code.
    static func check(_ code: Int32) throws {
      guard code != MPI_SUCCESS else { return }
      var text = [CChar](repeating: 0, count: Int(MPI_MAX_ERROR_STRING) + 1)
      var length: Int32 = 0
      MPI_Error_string(code, &text, &length)
      let words = text.prefix(Int(length)).map { UInt8(bitPattern: $0) }
      throw CommunicationError("MPI failed: \(String(decoding: words, as: UTF8.self).onOneLine())")
    }
  }

  /// Messages that are under way, and the memory they use.
  final class MPIMessages {
    private var requests: [MPI_Request?] = []

    /// Begins to send; `bytes` must stay where they are until all is done.
    func send(_ bytes: UnsafeRawPointer, _ count: Int, to rank: Int, _ tag: Int32) throws {
      var request: MPI_Request?
      try MPICall.check(
        MPI_Isend(
          bytes, Int32(count), gradus_mpi_byte(), Int32(rank), tag, gradus_mpi_world(), &request))
      requests.append(request)
    }

    /// Begins to receive so many bytes; the memory must stay where it is until all is done.
    func receive(
      _ bytes: UnsafeMutableRawPointer, _ count: Int, from rank: Int, _ tag: Int32
    ) throws {
      var request: MPI_Request?
      try MPICall.check(
        MPI_Irecv(
          bytes, Int32(count), gradus_mpi_byte(), Int32(rank), tag, gradus_mpi_world(), &request))
      requests.append(request)
    }

    /// Whether all messages have arrived or left.
    func areDone() throws -> Bool {
      var flag: Int32 = 0
      try MPICall.check(
        MPI_Testall(Int32(requests.count), &requests, &flag, gradus_mpi_statuses_ignore()))
      if flag != 0 { requests = [] }
      return flag != 0
    }
  }
#endif
