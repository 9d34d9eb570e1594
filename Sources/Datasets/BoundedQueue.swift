import Foundation

/// A queue between one producing and one consuming thread, each of which waits for the other.
///
/// Every stored property is read and written under the lock of `condition`.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let capacity: Int
  private var elements: [Element] = []
  private var isClosed = false
  /// How the producer ended; nil while it is at work.
  private var outcome: Result<Void, any Error>?

  init(capacity: Int) { self.capacity = capacity }

  /// Producer: waits until there is room; false once the consumer has gone.
  func awaitRoom() -> Bool {
    condition.withLock {
      while elements.count == capacity && !isClosed { condition.wait() }
      return !isClosed
    }
  }

  /// Producer: adds an element; to be called after `awaitRoom`.
  func append(_ element: Element) {
    condition.withLock {
      elements.append(element)
      condition.broadcast()
    }
  }

  /// Producer: says that nothing follows, or why.
  func finish(_ outcome: Result<Void, any Error>) {
    condition.withLock {
      self.outcome = outcome
      condition.broadcast()
    }
  }

  /// Consumer: waits for an element; nil or the producer's error when nothing follows.
  func removeFirst() throws -> Element? {
    try condition.withLock {
      while elements.isEmpty && outcome == nil { condition.wait() }
      if elements.isEmpty {
        try outcome?.get()
        return nil
      }
      condition.broadcast()
      return elements.removeFirst()
    }
  }

  /// Consumer: asks the producer to stop and waits until it has.
  func close() {
    condition.withLock {
      isClosed = true
      condition.broadcast()
      while outcome == nil { condition.wait() }
      elements = []
    }
  }
}
