import Foundation

/// A file open for writing, unbuffered: what `write` has returned from survives a kill of the
/// process.
///
/// Closed when it goes out of scope.
package struct OutputFile: ~Copyable {
  /// Where the file is.
  package let path: String
  /// The path that errors name: the final one while a temporary file is being written.
  private let reportedPath: String
  private let descriptor: Int32

  /// Creates a new file; throws `FileError` where one already exists.
  package init(creating path: String) throws {
    try self.init(path, reportedAs: path, flags: O_CREAT | O_EXCL)
  }

  /// Opens an existing file to write after its end; throws `FileError` where there is none.
  package init(appendingTo path: String) throws {
    try self.init(path, reportedAs: path, flags: O_APPEND)
  }

  /// Creates a new file that will take the place of another, with the permissions of that one, if it
  /// exists.
  init(
    creating path: String, reportedAs reportedPath: String, permissionsOf other: String
  ) throws {
    var status = stat()
    let permissions = stat(other, &status) == 0 ? status.st_mode & 0o777 : nil
    try self.init(
      path, reportedAs: reportedPath, flags: O_CREAT | O_EXCL, permissions: permissions)
  }

  private init(
    _ path: String, reportedAs reportedPath: String, flags: Int32, permissions: mode_t? = nil
  ) throws {
    var descriptor: Int32
    repeat {
      descriptor = open(path, O_WRONLY | O_CLOEXEC | flags, permissions ?? 0o666)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw FileError(.write, reportedPath, code: errno) }
    // The process's mask may have taken away what the old file had.
    if let permissions, fchmod(descriptor, permissions) != 0 {
      let code = errno
      close(descriptor)
      throw FileError(.write, reportedPath, code: code)
    }
    self.path = path
    self.reportedPath = reportedPath
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Writes all of `bytes` at the current position; throws `FileError`.
  package mutating func write(_ bytes: [UInt8]) throws {
    try writeAll(bytes) { rest, _ in Foundation.write(descriptor, rest, rest.count) }
  }

  /// Writes all of `bytes` over those at `offset`, and stays where it was; throws `FileError`.
  package mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws {
    try writeAll(bytes) { rest, done in
      pwrite(descriptor, rest, rest.count, off_t(offset + done))
    }
  }

  /// Waits until the disk has everything written so far; throws `FileError`.
  package mutating func synchronize() throws {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw FileError(.write, reportedPath, code: errno) }
    }
  }

  /// Calls `writeSome` with what is left and the number of bytes done until nothing is left: the
  /// system may take less than it is given.
  private func writeAll(_ bytes: [UInt8], _ writeSome: ([UInt8], Int) -> Int) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = writeSome(rest, bytes.count - rest.count)
      let code = written < 0 ? errno : EIO
      if written == rest.count { return }
      if written > 0 {
        rest = Array(rest.dropFirst(written))
      } else if code != EINTR {
        throw FileError(.write, reportedPath, code: code)
      }
    }
  }
}
