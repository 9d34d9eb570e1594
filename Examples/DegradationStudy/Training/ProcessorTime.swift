import Foundation
import Gradus

/// The processor time of the calling thread, which other programs on the machine do not use up.
enum ProcessorTime {
  /// The seconds that `work` takes on one thread.
  ///
  /// The library's loops stay on the calling thread meanwhile; call it where nothing else runs.
  static func seconds(of work: () -> Void) -> Double {
    let threads = Parallel.threadCount
    Parallel.threadCount = 1
    defer { Parallel.threadCount = threads }
    let start = now
    work()
    return now - start
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
