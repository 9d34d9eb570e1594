import Foundation

/// Reads whole files and lists folders, with errors that name them.
public enum FileContents {
  private static let chunkByteCount = 1 << 20

  /// The bytes of the regular file at `path`.
  ///
  /// Throws `FileError` when it cannot be read, is not a regular file or is larger than memory.
  public static func read(_ path: String) throws -> [UInt8] {
    if let problem = irregularity(of: path, action: .read) { throw problem }
    var descriptor: Int32
    repeat {
      descriptor = open(path, O_RDONLY | O_CLOEXEC)
    } while descriptor < 0 && errno == EINTR
    guard descriptor >= 0 else { throw FileError(.read, path, code: errno) }
    defer { close(descriptor) }

    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(.read, path, code: errno) }
    let byteCount = Int(status.st_size)
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

  /// The names of the files and folders in `folder`, sorted; throws `FileError`.
  public static func names(in folder: String) throws -> [String] {
    // Foundation's own error would not say why.
    guard let stream = opendir(folder) else { throw FileError(.read, folder, code: errno) }
    closedir(stream)
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
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
