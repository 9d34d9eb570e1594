import Foundation

/// Reads whole files and lists folders, with errors that name them.
public enum FileContents {
  private static let chunkByteCount = 1 << 20

  /// The bytes of the regular file at `path`.
  ///
  /// Throws `FileError` when it cannot be read, is not a regular file or is larger than memory.
  public static func read(_ path: String) throws -> [UInt8] { try read(path) { 0..<$0 } }

  /// The bytes at some places of the regular file at `path`; fewer where it becomes shorter meanwhile.
  ///
  /// Throws as `read(_:)` does, and what `places` throws.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - places: which bytes, within the file's length.
  package static func read(
    _ path: String, places: (_ byteCount: Int) throws -> Range<Int>
  ) throws -> [UInt8] {
    if let problem = irregularity(of: path, action: .read) { throw problem }
    var descriptor: Int32
    repeat {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw FileError(.read, path, code: errno) }
    defer { close(descriptor) }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path, code: errno) }
    let range = try places(Int(status.st_size))
    let byteCount = range.count
    guard range.lowerBound == 0 || lseek(descriptor, off_t(range.lowerBound), SEEK_SET) >= 0 else {
      throw FileError(.read, path, code: errno)
    }
    guard UInt64(byteCount) <= ProcessInfo.processInfo.physicalMemory else {
      throw FileError(
        .read, path, code: ENOMEM,
        problem: "its \(byteCount) bytes are more than this machine's memory")
    }
    var contents: [UInt8] = []
    contents.reserveCapacity(byteCount)
    var chunk = [UInt8](repeating: 0, count: min(chunkByteCount, max(byteCount, 1)))
    // Not beyond the size found above, so that a file that grows meanwhile does not fill memory.
    while contents.count < byteCount {
      let wanted = min(chunk.count, byteCount - contents.count)
      let count = Foundation.read(descriptor, &chunk, wanted)
      if count == 0 { break }
      if count > 0 {
        contents += chunk[..<count]
      } else if errno != EINTR {
        throw FileError(.read, path, code: errno)
      }
    }
    return contents
  }

  /// The names of the files and folders in `folder`, sorted, without those that are no UTF-8; throws
  /// `FileError`.
  public static func names(in folder: String) throws -> [String] { try entries(in: folder).names }

  /// The names in `folder`, sorted, and apart from them those that are no UTF-8, in which bytes are
  /// replaced, so that no file has them; throws `FileError`.
  package static func entries(in folder: String) throws -> (names: [String], noText: [String]) {
    // Foundation's own error would not say why, and it repairs names that are no text.
    guard let stream = opendir(folder) else { throw FileError(.read, folder, code: errno) }
    defer { closedir(stream) }
    var (names, noText): ([String], [String]) = ([], [])
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        guard errno == 0 else { throw FileError(.read, folder, code: errno) }
        return (names.sorted(), noText.sorted())
      }
      let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        noText.append(String(decoding: bytes, as: UTF8.self))
        continue
      }
      if name != ".", name != ".." { names.append(name) }
    }
  }

  /// The error to throw when there is something other than a regular file at `path`; nil where
  /// there is nothing.
  static func irregularity(of path: String, action: FileError.Action) -> FileError? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: return FileError(action, path, code: EISDIR)
    default:
      return FileError(
        action, path, code: EINVAL, problem: "it is a device or a pipe")
    }
  }
}
