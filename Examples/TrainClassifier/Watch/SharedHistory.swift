import Foundation

/// A run's history, written by the run and read by the page's server on other threads.
final class SharedHistory: @unchecked Sendable {
  // ThreadSanitizer does not see a `Mutex` being taken.
  private let lock = NSLock()
  /// Read and written under `lock`.
  private var history: RunHistory

  init(_ history: RunHistory) { self.history = history }

  /// The history as it is now.
  var current: RunHistory { lock.withLock { history } }

  /// Changes it.
  func update(_ change: (inout RunHistory) -> Void) { lock.withLock { change(&history) } }
}
