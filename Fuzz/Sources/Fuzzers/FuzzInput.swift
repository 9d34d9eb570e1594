import Foundation

/// The bytes of one execution, with the rule for what parsers may throw on them.
struct FuzzInput {
  let bytes: [UInt8]

  /// What errors call the bytes, and where ``file()`` puts them.
  var path: String { Self.path }
  private static let path = "/proc/self/fd/\(descriptor)"

  /// A file in memory, open during the whole run: creating one for each execution costs more than
  /// most parsers, and one on a disk more than any. It has no name, so that no crash leaves it.
  private static let descriptor: CInt = {
    let name = "/dev/shm/gradus-fuzz-\(getpid())"
    let descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0, unlink(name) == 0 else { fatalError("\(name) cannot be created") }
    return descriptor
  }()

  /// The path of a file with these bytes, for parsers that read no others.
  func file() -> String {
    guard ftruncate(Self.descriptor, 0) == 0,
      pwrite(Self.descriptor, bytes, bytes.count, 0) == bytes.count
    else { fatalError("\(path) cannot be written") }
    return path
  }

  /// Runs a parser; an error of it must be one line that names the file.
  func parse(_ body: () throws -> Void) {
    do { try body() } catch {
      let message = checked(error)
      // Foundation's `contains` would take as long as the parser.
      precondition(strstr(message, path) != nil, "the path is missing: \(message)")
    }
  }

  /// Runs what takes a parsed file; its errors are one line too, and need not know of a file.
  func use(_ body: () throws -> Void) {
    do { try body() } catch { _ = checked(error) }
  }

  private func checked(_ error: any Error) -> String {
    let message = "\(error)"
    // By bytes: "\r\n" is one character, and another than "\n".
    precondition(
      !message.isEmpty && !message.utf8.contains(UInt8(ascii: "\n")), "not one line: \(message)")
    return message
  }
}
