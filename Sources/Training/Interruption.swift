import Foundation
import Synchronization

/// Lets Ctrl-C and SIGTERM end a training run in good order.
///
/// The first signal only sets a flag, which the training loop looks at after every step so that it
/// can save a checkpoint and leave. The second ends the process at once, in the system's way.
public enum Interruption {
  /// The exit code of a program that left because it was asked to: 128 + SIGINT, as shells have it.
  public static let exitCode: Int32 = 130

  private typealias Handler = @convention(c) (Int32) -> Void

  private static let requested = Atomic<Bool>(false)
  private static let signals = [SIGINT, SIGTERM]
  /// Guards `previous`; an `NSLock`, because ThreadSanitizer does not see a `Mutex` being taken.
  private static let lock = NSLock()
  /// Who had the signals before `install`.
  private nonisolated(unsafe) static var previous: [Int32: Handler?] = [:]

  /// Whether a signal has arrived since `install`.
  public static var isRequested: Bool { requested.load(ordering: .acquiring) }

  /// Clears the flag and takes over both signals until `uninstall`.
  ///
  /// A signal that the process was started to ignore (`nohup`, or a shell's background job) stays
  /// ignored. Calling it again re-arms it.
  public static func install() {
    // Also makes sure that the handler finds the flag initialised: it may do nothing but set it.
    requested.store(false, ordering: .sequentiallyConsistent)
    lock.withLock {
      for number in signals {
        let old = signal(number, handler)
        if previous.keys.contains(number) { continue }
        if isIgnore(old) {
          signal(number, SIG_IGN)
        } else {
          previous[number] = old
        }
      }
    }
  }

  /// Gives both signals back to whoever had them before `install`, and clears the flag.
  public static func uninstall() {
    lock.withLock {
      for (number, handler) in previous { signal(number, handler) }
      previous.removeAll()
    }
    requested.store(false, ordering: .sequentiallyConsistent)
  }

  /// Runs on whatever thread the signal interrupts, so it calls nothing but `signal` and stores to
  /// a lock-free atomic, both of which POSIX and the language allow there.
  ///
  /// The flag comes last: who has seen it may count on the next signal ending the process.
  private static let handler: Handler = { _ in
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
    requested.store(true, ordering: .releasing)
  }

  private static func isIgnore(_ handler: Handler?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
