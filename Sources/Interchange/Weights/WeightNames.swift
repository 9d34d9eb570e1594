/// The names that a file makes by joining keys, of which it may write one and use it often: bounded, so that
/// they take memory in proportion to the file.
struct WeightNames {
  /// The longest name in bytes of UTF-8.
  static let longest = 4_096

  /// As many times the file's bytes as all names may take together, beside a small file's 64 KiB.
  private static let mostTimes = 16

  private var byteCount = 0

  /// Counts a name; false where all together are too long.
  mutating func take(_ name: String, fileByteCount: Int) -> Bool {
    byteCount += name.utf8.count
    return (byteCount - 65_536) / Self.mostTimes <= fileByteCount
  }

  /// What is wrong with a name.
  static func tooLong(_ count: Int) -> String {
    "a name of \(count) bytes; at most \(longest) are read"
  }

  /// What is wrong with names that are too long together.
  static let tooMany = "the names of its arrays take more than \(mostTimes) times its bytes"
}
