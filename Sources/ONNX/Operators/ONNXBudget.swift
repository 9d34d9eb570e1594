/// How many numbers the check of a network may make where it reads it: in proportion to the file.
final class ONNXBudget {
  /// There are more; the check ends, and what it has not seen is found when the network runs.
  struct Exceeded: Error {}

  private var left: Int

  init(_ count: Int) { left = count }

  /// Whether so many are still allowed; throws `Exceeded`.
  func allow(_ count: Int) throws { if count > left { throw Exceeded() } }

  /// Takes so many off; throws `Exceeded`.
  func spend(_ count: Int) throws {
    try allow(count)
    left -= count
  }
}
