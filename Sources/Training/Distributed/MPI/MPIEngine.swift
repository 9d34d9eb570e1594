#if MPI
  import CGradusMPI
  import Foundation

  /// The thread that makes all calls of MPI: it moves what others submit, and listens for signs of life.
  final class MPIEngine: @unchecked Sendable {
    private(set) var rank = 0
    private(set) var count = 1
    private let condition = NSCondition()
    // Everything below is read and written under the lock of `condition`, or by the thread alone.
    /// The hosts of the ranks, and the processes of those on this one.
    private var hosts: [String] = []
    private var neighbours: [(rank: Int, process: pid_t)] = []
    private var submitted: [any MPIWork] = []
    private var numbers = 0
    private var isLeaving = false
    private var abortCode: Int32?
    private var start: Result<Void, any Error>?
    private var pulse = MPIPulse()

    /// How long the thread sleeps while it waits for messages, so that it takes no core from those who
    /// compute: from new work or news on, rising from the first to the last, in seconds, so that a wait is a
    /// quarter longer than it need be at most. What is asked for last is what somebody waits for; the sums
    /// of gradients have the rest of the backward run.
    private static let naps = (shortest: 20e-6, longest: 1e-3)

    init() throws {
      let thread = Thread { [self] in run() }
      thread.name = "gradus-mpi"
      thread.stackSize = 8 << 20
      thread.start()
      try condition.withLock {
        while start == nil { condition.wait() }
        try start?.get()
      }
    }

    /// Learns on which hosts the ranks are, and which processes those on this one.
    func know(_ hosts: [String], neighbours: [(rank: Int, process: pid_t)]) {
      condition.withLock { (self.hosts, self.neighbours) = (hosts, neighbours) }
    }

    /// Takes work; collective work must be submitted in the same order on all ranks.
    func submit(_ work: any MPIWork) {
      condition.withLock {
        // Letters are not the same number on all ranks.
        if work.isCollective {
          numbers += 1
          work.number = Int32(numbers % MPITag.collectiveCount)
        }
        submitted.append(work)
        condition.broadcast()
      }
    }

    /// Waits until all ranks leave, and leaves.
    func leave() {
      // Neighbours that are gone are no news from now on.
      know(hosts, neighbours: [])
      let goodbye = MPIGathering([], rank: rank, count: count)
      submit(goodbye)
      _ = try? goodbye.result.wait()
      condition.withLock {
        isLeaving = true
        condition.broadcast()
        while start != nil { condition.wait() }
      }
    }

    /// Ends all ranks.
    func abort(_ code: Int32) -> Never {
      condition.withLock {
        abortCode = code
        condition.broadcast()
      }
      while true { sleep(1) }
    }

    // MARK: - On the thread

    private func run() {
      let outcome = Result { try join() }
      condition.withLock {
        start = outcome
        condition.broadcast()
      }
      guard (try? outcome.get()) != nil else { return }
      move()
      MPI_Finalize()
      condition.withLock {
        start = nil
        condition.broadcast()
      }
    }

    private func join() throws {
      var provided: Int32 = 0
      try MPICall.check(MPI_Init_thread(nil, nil, Int32(MPI_THREAD_FUNNELED), &provided))
      try MPICall.check(MPI_Comm_set_errhandler(gradus_mpi_world(), gradus_mpi_errors_return()))
      var (ownRank, size): (Int32, Int32) = (0, 1)
      try MPICall.check(MPI_Comm_rank(gradus_mpi_world(), &ownRank))
      try MPICall.check(MPI_Comm_size(gradus_mpi_world(), &size))
      (rank, count) = (Int(ownRank), Int(size))
      pulse.begin(rank: rank, count: count)
    }

    private func move() {
      var active: [any MPIWork] = []
      var nap = Self.naps.shortest
      while true {
        let (isDone, code) = condition.withLock { () -> (Bool, Int32?) in
          let isOver = abortCode != nil || isLeaving && active.isEmpty
          if submitted.isEmpty, !isOver {
            let pause = active.isEmpty ? MPIPulse.interval / 4 : nap
            _ = condition.wait(until: Date(timeIntervalSinceNow: pause))
          }
          nap = submitted.isEmpty ? min(Self.naps.longest, nap * 1.25) : Self.naps.shortest
          active += submitted
          submitted = []
          // Nobody sends to one who leaves.
          return (isLeaving && active.allSatisfy { $0 is MPIReception }, abortCode)
        }
        if let code {
          pulse.announceEnd(rank: rank, count: count)
          MPI_Abort(gradus_mpi_world(), code)
        }
        if isDone { return }
        let before = active.count
        active.removeAll { work in
          do { return try work.advance() } catch {
            work.fail(error)
            return true
          }
        }
        let (hosts, neighbours) = condition.withLock { (self.hosts, self.neighbours) }
        if let trouble = pulse.beat(neighbours) { end(trouble, hosts) }
        if active.count < before { nap = Self.naps.shortest }
      }
    }

    /// A rank is gone: one of the others says so, and all end.
    private func end(_ trouble: MPIPulse.Trouble, _ hosts: [String]) {
      let host = hosts.indices.contains(trouble.rank) ? " on \(hosts[trouble.rank])" : ""
      let line =
        "error: rank \(trouble.rank)\(host) \(trouble.what); the job ends, and goes on from its last "
        + "checkpoint with --resume\n"
      try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
      pulse.announceEnd(rank: rank, count: count)
      MPI_Abort(gradus_mpi_world(), 1)
    }
  }

  /// Leaves the job when the process ends.
  enum JobEnd {
    private nonisolated(unsafe) static var engine: MPIEngine?

    /// Called once, before anything can end the process.
    static func arrange(_ engine: MPIEngine) {
      self.engine = engine
      #if canImport(Glibc)
        on_exit({ code, _ in JobEnd.end(code) }, nil)
      #else
        atexit { JobEnd.end(0) }
      #endif
    }

    private static func end(_ code: Int32) {
      // All ranks agree about an interruption; another code is one rank's own trouble.
      if code == 0 || code == Interruption.exitCode {
        engine?.leave()
      } else {
        engine?.abort(code)
      }
    }
  }
#endif
