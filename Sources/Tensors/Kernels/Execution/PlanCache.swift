/// What kernels work out about a problem, and how much memory it takes.
protocol KernelPlan: AnyObject, Sendable {
  /// The bytes that keeping it takes, about.
  var byteCount: Int { get }
}

/// What kernels worked out about problems of a kind, kept for the next call with the same problem:
/// steps of a network repeat the same few shapes.
final class PlanCache<Key: Hashable & Sendable, Plan: KernelPlan>: @unchecked Sendable {
  private let lock = Lock()
  // Reached behind the lock alone.
  @exclusivity(unchecked) private var plans: [Key: Plan] = [:]
  @exclusivity(unchecked) private var bytes = 0
  private let limit: Int

  /// A cache that forgets everything when it would hold more than `limit` bytes; what alone takes an
  /// eighth of that is not kept.
  init(limit: Int = 16 << 20) { self.limit = limit }

  /// The plan of a problem, made by `make` where there is none yet. Two threads that ask at once may
  /// both make it, and both get the first.
  func plan(for key: Key, _ make: () -> Plan) -> Plan {
    if let known = lock.withLock({ plans[key] }) { return known }
    let plan = make()
    let size = plan.byteCount
    guard size <= limit / 8 else { return plan }
    return lock.withLock {
      if let known = plans[key] { return known }
      if bytes + size > limit { (plans, bytes) = ([:], 0) }
      plans[key] = plan
      bytes += size
      return plan
    }
  }
}
