import Foundation

/// What kernels worked out about problems of a kind, kept for the next call with the same problem:
/// steps of a network repeat the same few shapes.
final class PlanCache<Key: Hashable & Sendable, Plan: AnyObject & Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var plans: [Key: Plan] = [:]
  private let limit: Int

  /// A cache that forgets everything when it would hold more than `limit` plans.
  init(limit: Int = 2048) { self.limit = limit }

  /// The plan of a problem, made by `make` where there is none yet. Two threads that ask at once may
  /// both make it.
  func plan(for key: Key, _ make: () -> Plan) -> Plan {
    lock.lock()
    let known = plans[key]
    lock.unlock()
    if let known { return known }
    let plan = make()
    lock.withLock {
      if plans.count >= limit { plans = [:] }
      plans[key] = plan
    }
    return plan
  }

  /// How many plans it holds.
  var count: Int { lock.withLock { plans.count } }
}
