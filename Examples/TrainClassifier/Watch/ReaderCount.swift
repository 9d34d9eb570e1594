#if Watch
  import Foundation

  /// How many readers have a page open.
  final class ReaderCount: @unchecked Sendable {
    private let lock = NSLock()
    /// Read and written under `lock`.
    private var number = 0

    var count: Int { lock.withLock { number } }
    func add(_ change: Int) { lock.withLock { number += change } }
  }
#endif
