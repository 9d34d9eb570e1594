import Synchronization

/// Whether a kernel that cannot keep NaN and infinity where they belong has met one; raised by any
/// thread.
final class NonFiniteFlag: Sendable {
  private let raised = Atomic<Bool>(false)

  var isRaised: Bool { raised.load(ordering: .relaxed) }

  func raise() { raised.store(true, ordering: .relaxed) }
}
