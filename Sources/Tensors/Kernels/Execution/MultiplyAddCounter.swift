import Synchronization

/// Counts the multiply-adds that the convolution and matrix kernels really carry out.
///
///     let multiplyAdds = MultiplyAddCounter.counting { _ = model(images) }
///
/// A matrix product of m by k and k by n counts m n k, zeros gathered from padding included; a
/// depthwise convolution counts the taps that fall inside the image; Winograd's algorithm counts
/// its products in the transformed domain. Work on all threads of the process counts, so nothing
/// else should run meanwhile. Costs one flag check a kernel call while nobody counts.
package enum MultiplyAddCounter {
  private static let counters = Atomic<Int>(0)
  private static let total = Atomic<Int>(0)

  /// Runs `body` and returns the multiply-adds that kernels carried out until it returned.
  package static func counting(_ body: () throws -> Void) rethrows -> Int {
    counters.add(1, ordering: .sequentiallyConsistent)
    defer { counters.subtract(1, ordering: .sequentiallyConsistent) }
    let before = total.load(ordering: .sequentiallyConsistent)
    try body()
    return total.load(ordering: .sequentiallyConsistent) - before
  }

  /// Whether anybody counts.
  static var isCounting: Bool { counters.load(ordering: .relaxed) > 0 }

  /// Adds work that a kernel has done.
  static func add(_ multiplyAdds: Int) {
    if isCounting { total.add(multiplyAdds, ordering: .relaxed) }
  }
}
