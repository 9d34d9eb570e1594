import Synchronization

/// A text that is worked out once for all copies of a value.
final class DatasetDigest: Sendable {
  private let known = Mutex<String?>(nil)

  /// The text, by `make` the first time.
  func text(_ make: () -> String) -> String {
    if let text = known.withLock({ $0 }) { return text }
    let text = make()
    known.withLock { $0 = text }
    return text
  }
}
