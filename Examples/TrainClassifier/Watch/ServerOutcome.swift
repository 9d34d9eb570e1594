#if Watch
  import Foundation

  /// Where a server that was started listens, or why it does not.
  final class ServerOutcome: @unchecked Sendable {
    private let lock = NSLock()
    private let isKnown = DispatchSemaphore(value: 0)
    /// Both are read and written under `lock`.
    private var listening: UInt16?
    private var failure: (any Error)?

    func listen(on port: UInt16) {
      lock.withLock { listening = port }
      isKnown.signal()
    }

    func fail(_ error: any Error) {
      lock.withLock { failure = error }
      isKnown.signal()
    }

    /// Waits until the port is known; nil where there is none.
    func awaitPort() -> UInt16? {
      isKnown.wait()
      return lock.withLock { listening }
    }

    /// Why there is no port.
    var problem: String { lock.withLock { failure?.localizedDescription ?? "no answer" } }
  }
#endif
