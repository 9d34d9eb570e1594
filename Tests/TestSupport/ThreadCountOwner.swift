import GradusTensors

/// What changes the number of threads runs here, one test at a time.
///
/// That number belongs to the whole process, and tests run side by side: without an owner, one that counts
/// on it would fail now and then. A loop still runs on its caller's thread alone while another test's
/// loop has the workers.
@globalActor public actor ThreadCountOwner {
  /// The only one.
  public static let shared = ThreadCountOwner()
}

/// Runs `body` on `count` threads, then sets the number that there was before.
@ThreadCountOwner
public func onThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
  let before = Parallel.threadCount
  defer { Parallel.threadCount = before }
  Parallel.threadCount = count
  return try body()
}
