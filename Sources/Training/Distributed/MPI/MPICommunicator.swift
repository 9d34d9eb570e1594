#if MPI
  import Foundation
  import GradusTensors

  /// The ranks of a job that `mpirun` or `srun` started, over MPI.
  ///
  /// One thread of its own makes all calls of MPI, so that messages move while the others compute.
  final class MPICommunicator: Communicator {
    let rank: Int
    let count: Int
    private let engine: MPIEngine

    /// Joins the job; throws `CommunicationError`.
    init() throws {
      engine = try MPIEngine()
      (rank, count) = (engine.rank, engine.count)
      let places = try gather(Array(Self.place.utf8)).map { String(decoding: $0, as: UTF8.self) }
      let processes = try gather(Array("\(getpid())".utf8)).map {
        pid_t(String(decoding: $0, as: UTF8.self)) ?? 0
      }
      let hosts = places.map { String($0.prefix { $0 != " " }) }
      engine.know(
        hosts,
        neighbours: hosts.indices.filter { hosts[$0] == hosts[rank] }.map {
          (rank: $0, process: processes[$0])
        })
      if ProcessInfo.processInfo.environment["GRADUS_THREADS"] == nil {
        // Ranks that may run on the same cores share them.
        let sharing = places.count { $0 == places[rank] }
        Parallel.threadCount = max(1, AvailableCores.count / sharing)
      }
      JobEnd.arrange(engine)
    }

    /// The host, and the cores that this process may run on.
    private static var place: String {
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let cores = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") } ?? ""
      return "\(ProcessInfo.processInfo.hostName.split(separator: " ").first ?? "host") \(cores)"
    }

    func beginSum(_ values: [Float]) -> PendingResult<[Float]> { begin(values) }
    func beginSum(_ values: [Double]) -> PendingResult<[Double]> { begin(values) }

    private func begin<T: MPINumber>(_ values: [T]) -> PendingResult<[T]> {
      let work = MPISum(values, rank: rank, count: count)
      engine.submit(work)
      return work.result
    }

    func gather(_ bytes: [UInt8]) throws -> [[UInt8]] {
      let work = MPIGathering(bytes, rank: rank, count: count)
      engine.submit(work)
      return try work.result.wait()
    }

    func send(_ bytes: [UInt8], to rank: Int) throws {
      let work = MPILetter(bytes, to: rank)
      engine.submit(work)
      try work.result.wait()
    }

    func receive() throws -> (from: Int, bytes: [UInt8]) {
      let work = MPIReception()
      engine.submit(work)
      let letter = try work.result.wait()
      return (letter.from, letter.bytes)
    }
  }
#endif
