import Foundation
import GradusTensors

/// Where programs say what is no result.
package enum StandardError {
  /// The most characters of a message.
  private static let longestLine = 4_000

  /// Writes a line, or nothing where nobody can read it: a full or closed stream stops no work.
  package static func write(_ line: String) { put(line.onOneLine(limit: longestLine) + "\n") }

  /// Writes text without ending the line.
  package static func put(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes {
        Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count)
      }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }
}
