import Foundation

/// Replaces files as a whole: whoever reads the path finds the old contents or the new, never a
/// part, even if the process is killed or the power fails half-way.
///
/// The contents go to a temporary file `.<name>.tmp-<place>-<process>-<number>` in the same folder, are
/// forced to disk, and take the place of the old file by a rename, which is then forced to disk too.
public enum AtomicFile {
  /// Guards the numbers; an `NSLock`, because ThreadSanitizer does not see a `Mutex` being taken.
  private static let lock = NSLock()
  /// The numbers of the temporary files this process is writing now.
  private nonisolated(unsafe) static var numbersInUse: Set<Int> = []
  private nonisolated(unsafe) static var lastNumber = 0
  /// The host and its space of process numbers, as eight digits: elsewhere the same number is another
  /// process.
  package static let place: String = {
    let space =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? ""
    return Checksum(of: Array("\(ProcessInfo.processInfo.hostName) \(space)".utf8)).hexadecimal
  }()

  /// Writes `bytes` to `path`; throws `FileError` and leaves the old file when that fails.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    try write(to: path) { try $0.write(bytes) }
  }

  /// Writes `text` as UTF-8 to `path`; throws `FileError` and leaves the old file when that fails.
  public static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Writes what `body` writes to `path`; leaves the old file when that or `body` throws.
  ///
  /// The new file has the permissions of the old one, and a symbolic link at `path` goes on pointing to
  /// what is replaced. Throws `FileError`, also where `path` is a folder, device or pipe, and what `body`
  /// throws.
  package static func write(to path: String, _ body: (inout OutputFile) throws -> Void) throws {
    // A rename would put a regular file in the place of a device.
    if let problem = FileContents.irregularity(of: path, action: .write) { throw problem }
    let target = try followingLinks(path)
    let (folder, name) = try split(target)
    let number = lock.withLock {
      lastNumber += 1
      numbersInUse.insert(lastNumber)
      return lastNumber
    }
    defer { lock.withLock { _ = numbersInUse.remove(number) } }

    let temporary = "\(folder)/.\(name).tmp-\(place)-\(getpid())-\(number)"
    // Not in use by this process, so a namesake is what a dead one of the same number left.
    unlink(temporary)
    var file = try OutputFile(creating: temporary, reportedAs: path, permissionsOf: target)
    do {
      try body(&file)
      try file.synchronize()
      guard rename(temporary, target) == 0 else { throw FileError(.write, path, code: errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    try synchronizeFolder(folder, of: path)
  }

  /// Removes the temporary files that processes of this host no longer alive left in `folder`.
  ///
  /// Returns their names, sorted; throws `FileError` when the folder cannot be listed.
  @discardableResult
  public static func removeStaleTemporaries(in folder: String) throws -> [String] {
    let names = try FileContents.names(in: folder)
    let stale = names.filter { name in
      guard let (process, number) = temporaryOwner(name) else { return false }
      if process == getpid() { return lock.withLock { !numbersInUse.contains(number) } }
      return kill(process, 0) != 0 && errno == ESRCH
    }
    return stale.filter { unlink("\(folder)/\($0)") == 0 }
  }

  /// The process and number in the name of a temporary file of this host; nil for any other name.
  private static func temporaryOwner(_ name: String) -> (process: pid_t, number: Int)? {
    guard let match = name.wholeMatch(of: /\..+\.tmp-([0-9a-f]{8})-([0-9]+)-([0-9]+)/),
      match.1 == place, let process = pid_t(match.2), process > 0, let number = Int(match.3)
    else { return nil }
    return (process, number)
  }

  /// Where the file behind `path` is, or would be if a link did not point to nothing.
  private static func followingLinks(_ path: String) throws -> String {
    var target = path
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else {
        return target
      }
      let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
      target = next.hasPrefix("/") ? next : folder + next
    }
    throw FileError(.write, path, code: ELOOP)
  }

  private static func split(_ path: String) throws -> (folder: String, name: String) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let name = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    let folder = slash.map { String(path[..<$0]) } ?? "."
    if path.isEmpty { throw FileError(.write, path, code: ENOENT) }
    if ["", ".", ".."].contains(name) { throw FileError(.write, path, code: EISDIR) }
    return (folder.isEmpty ? "/" : folder, name)
  }

  private static func synchronizeFolder(_ folder: String, of path: String) throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.write, path, code: errno) }
    defer { close(descriptor) }
    while fsync(descriptor) != 0 {
      // Some network file systems cannot do this for folders and say so with EINVAL.
      if errno == EINVAL { return }
      if errno != EINTR { throw FileError(.write, path, code: errno) }
    }
  }
}
