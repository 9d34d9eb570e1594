import Foundation
import Gradus
import GradusExampleSupport

/// How far the processes or threads of a study have come together, on the first one's standard error.
final class FarmProgress: @unchecked Sendable {
  private let reporter: ProgressReporter
  private let lock = NSLock()
  /// Read and written under `lock`.
  private var done = 0

  init(_ name: String, isQuiet: Bool, total: Int) {
    reporter = ProgressReporter(name: name, total: total, isQuiet: isQuiet)
  }

  /// One more is done.
  func count() {
    lock.withLock {
      done += 1
      reporter.report(step: done)
    }
  }
}
