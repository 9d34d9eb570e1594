#if MPI
  import CGradusMPI
  import Foundation

  /// Signs of life: every second each rank sends one to the first, and the first to all.
  ///
  /// A rank that computes sends them, because the engine's thread does; one that was stopped, or whose
  /// host is gone, does not.
  struct MPIPulse {
    /// Seconds between two signs.
    static let interval = 1.0
    /// Seconds of silence after which the first rank ends the job; the others wait somewhat longer, so
    /// that one speaks for all.
    private static let patience = 15.0

    /// A rank that is gone, and what is known of it.
    struct Trouble {
      let rank: Int
      let what: String
    }

    private var rank = 0
    private var partners: [Int] = []
    private var lastHeard: [Int: Double] = [:]
    private var lastSent = 0.0
    private var lastBeat = 0.0, lastLook = 0.0
    /// Until when nobody is blamed, and whether somebody has said already why the job ends.
    private var excusedUntil = 0.0
    private var isAnnounced = false
    private var sent = MPIMessages()
    private var isSending = false
    private let sign = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)

    /// What a sign says that is the last one.
    private static let farewell: UInt8 = 2

    private static var now: Double { ProcessInfo.processInfo.systemUptime }

    /// Begins to count silence.
    mutating func begin(rank: Int, count: Int) {
      self.rank = rank
      partners = rank == 0 ? Array(1..<max(1, count)) : [0]
      sign.initialize(to: 1)
      lastBeat = Self.now
      for partner in partners { lastHeard[partner] = lastBeat }
    }

    /// Sends and hears; the rank that has been silent for too long, or whose process on this host is gone.
    mutating func beat(_ neighbours: [(rank: Int, process: pid_t)]) -> Trouble? {
      let now = Self.now
      // Who was stopped oneself has heard nothing and can blame nobody.
      if now - lastBeat > 5 * Self.interval {
        for partner in partners { lastHeard[partner] = now }
        excusedUntil = now + 5 * Self.interval
      }
      lastBeat = now
      guard now - lastLook > Self.interval / 20 else { return nil }
      lastLook = now
      while let (from, bytes) = try? MPIReception.receive(MPITag.pulse) {
        lastHeard[from] = now
        isAnnounced = isAnnounced || bytes.first == Self.farewell
      }
      if isSending { isSending = !((try? sent.areDone()) ?? true) }
      if !isSending, now - lastSent > Self.interval {
        for partner in partners { try? sent.send(sign, 1, to: partner, MPITag.pulse) }
        (isSending, lastSent) = (!partners.isEmpty, now)
      }
      if isAnnounced || now < excusedUntil { return nil }
      let dead = neighbours.filter { !Self.isAlive($0.process) }
      // The lowest rank of the host that is left speaks.
      if let first = dead.first,
        neighbours.first(where: { own in !dead.contains { $0.rank == own.rank } })?.rank == rank
      {
        return Trouble(rank: first.rank, what: "(process \(first.process)) has died")
      }
      let limit = Self.patience + (rank == 0 ? 0 : 5 + 0.5 * Double(min(rank - 1, 8)))
      guard let (partner, heard) = lastHeard.min(by: { $0.value < $1.value }),
        now - heard > limit
      else { return nil }
      return Trouble(rank: partner, what: "has not answered for \(Int(now - heard)) s")
    }

    /// Tells all ranks that the job ends and that its reason has been said.
    mutating func announceEnd(rank: Int, count: Int) {
      isAnnounced = true
      sign.pointee = Self.farewell
      let messages = MPIMessages()
      for other in 0..<count where other != rank {
        try? messages.send(sign, 1, to: other, MPITag.pulse)
      }
      // Those who are gone take nothing.
      for _ in 0..<20 where (try? messages.areDone()) == false { usleep(1_000) }
    }

    /// Whether a process runs: neither gone nor a body that its parent has not buried yet.
    private static func isAlive(_ process: pid_t) -> Bool {
      if kill(process, 0) != 0 { return errno != ESRCH }
      guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
        let end = status.lastIndex(of: ")")
      else { return true }
      return !status[end...].dropFirst(2).hasPrefix("Z")
    }
  }
#endif
