import Foundation
import GradusInterchange

/// The folder of a training run: made with those above it, locked against a second process, with
/// JSON files written in one step.
public struct RunFolder: Sendable {
  /// The folder.
  public let path: String

  /// Names a folder; nothing is touched yet.
  public init(_ path: String) { self.path = path }

  /// The path of a file in the folder.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Whether the folder has a file.
  public func contains(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: file(name))
  }

  /// Makes the folder and those above it, or one in it when named, and removes the temporary files
  /// that dead processes left there; throws `FileError`.
  public func make(_ name: String? = nil) throws {
    let folder = name.map { file($0) } ?? path
    // Foundation's own error would not say why.
    var made = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      made += part
      if mkdir(made, 0o777) != 0 {
        let code = errno
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: made, isDirectory: &isFolder)
        guard exists && isFolder.boolValue else {
          throw FileError(.write, made, code: exists ? ENOTDIR : code)
        }
      }
      made += "/"
    }
    try AtomicFile.removeStaleTemporaries(in: folder)
  }

  /// Runs `body` while no other process can, and returns what it returns; throws what it throws, and
  /// `FileError` when another one has the folder.
  public func withLock<Result>(_ body: () throws -> Result) throws -> Result {
    let lock = open(file(".lock"), O_CREAT | O_RDWR | O_CLOEXEC, 0o666)
    guard lock >= 0 else { throw FileError(.write, path, code: errno) }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      close(lock)
      throw FileError(
        .write, path, code: EBUSY,
        problem: "another process is running there; wait for it, or choose another folder")
    }
    // Unlocked in so many words: a child process that is just being made holds a copy of the file.
    defer {
      flock(lock, LOCK_UN)
      close(lock)
    }
    return try body()
  }

  /// Writes a value as JSON in one step, with null for numbers that are not finite; throws `FileError`.
  public func write(_ value: some Encodable, to name: String) throws {
    try AtomicFile.write(JSONText.bytes(value, indented: true) + [0x0a], to: file(name))
  }

  /// Reads a value that `write` wrote; throws `FileError`, also for anything else.
  public func read<Value: Decodable>(_ type: Value.Type, from name: String) throws -> Value {
    let bytes = try FileContents.read(file(name))
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw FileError(
        .read, file(name), code: EILSEQ,
        problem: "it is damaged, or of another version of this program")
    }
  }
}
