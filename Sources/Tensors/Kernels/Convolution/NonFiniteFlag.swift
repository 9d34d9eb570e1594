import Synchronization

/// Whether a kernel that cannot keep NaN and infinity where they belong has met one; raised by any
/// thread.
final class NonFiniteFlag: Sendable {
  private let raised = Atomic<Bool>(false)

  var isRaised: Bool { raised.load(ordering: .relaxed) }

  func raise() { raised.store(true, ordering: .relaxed) }

  /// Raises the flag where one of `count` neighbouring elements is not finite.
  @inline(__always)
  func raise<T: KernelScalar>(at x: UnsafePointer<T>, count: Int) {
    // x - x is 0 for finite numbers and NaN otherwise, and NaN survives a sum.
    var (lanes, index) = (SIMD8<T>(), 0)
    while index &+ 8 <= count {
      let x = UnsafeRawPointer(x + index).loadUnaligned(as: SIMD8<T>.self)
      lanes += x - x
      index &+= 8
    }
    var rest = lanes.sum()
    while index < count {
      rest += x[index] - x[index]
      index &+= 1
    }
    if rest != 0 { raise() }
  }
}
