import Foundation
import GradusInterchange

/// The output folder of a study.
struct StudyFolder {
  let path: String

  /// A folder for a new study; throws when there is one in it already.
  init(new path: String?) throws {
    self.path = path ?? Self.freshName()
    guard !self.path.isEmpty else { throw StudyInputError("--output needs the name of a folder") }
    try requireNoStudy()
  }

  /// Throws when there is a study in the folder.
  func requireNoStudy() throws {
    if FileManager.default.fileExists(atPath: file("config.json")) {
      throw StudyInputError(
        "\(path) already holds a study; continue it with --resume, or give another --output")
    }
  }

  /// The folder of a study to be continued; throws when there is none in it.
  init(resuming path: String?) throws {
    guard let path else {
      throw StudyInputError("--resume needs the study's folder: add --output DIR")
    }
    self.path = path
    guard FileManager.default.fileExists(atPath: file("config.json")) else {
      throw StudyInputError("there is no study to resume in \(path): config.json is missing")
    }
  }

  /// The folder of a study to be reported on; throws when there is none in it.
  init(existing path: String) throws {
    self.path = path
    guard FileManager.default.fileExists(atPath: file("config.json")) else {
      throw StudyInputError("there is no study in \(path): config.json is missing")
    }
  }

  /// Makes the folder and those above it; throws when it cannot be written to.
  func create() throws { try makeFolder("runs") }

  /// Removes what killed processes were writing; call it with the lock, so that nobody else writes.
  func removeLeftovers() throws {
    try AtomicFile.removeStaleTemporaries(in: path)
    // Below the study's own folders only: the output folder may hold others.
    for own in ["runs", "experiments"] {
      let inside = FileManager.default.enumerator(atPath: file(own))
      while let name = inside?.nextObject() as? String {
        let type = inside?.fileAttributes?[.type] as? FileAttributeType
        guard type == .typeDirectory else { continue }
        try AtomicFile.removeStaleTemporaries(in: file("\(own)/\(name)"))
      }
    }
  }

  /// Locks the folder until the process ends, so that no two write to it at once; throws when
  /// another process has it.
  func lock() throws {
    let lock = open(file(".lock"), O_CREAT | O_RDWR | O_CLOEXEC, 0o666)
    guard lock < 0 || flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw StudyInputError(
        "another process is running the study in \(path); wait for it, or give another --output")
    }
  }

  /// Makes a folder in this one, and those above it; throws with the system's reason.
  func makeFolder(_ name: String) throws {
    // Foundation's own error would not say why.
    var made = path.hasPrefix("/") ? "/" : ""
    for part in file(name).split(separator: "/") {
      made += part
      if mkdir(made, 0o777) != 0 {
        let code = errno
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: made, isDirectory: &isFolder)
        guard exists && isFolder.boolValue else {
          let reason = String(cString: strerror(exists ? ENOTDIR : code))
          throw StudyInputError(
            "cannot write to the output folder \(path): \(reason); give another --output")
        }
      }
      made += "/"
    }
  }

  /// The name of one run's folder in this one.
  func name(of run: RunIdentity) -> String {
    "runs/\(run.kind.rawValue)-\(run.depth)-width\(run.width)-seed\(run.seed)"
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// The folder of one run.
  func folder(of run: RunIdentity) -> String {
    file(name(of: run))
  }

  /// Writes a value as JSON in one step.
  func write<T: Encodable>(_ value: T, to name: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(Array(try encoder.encode(value)) + [0x0a], to: file(name))
  }

  /// Reads a JSON value; throws with the file's name.
  func read<T: Decodable>(_ type: T.Type, from name: String) throws -> T {
    let bytes = try FileContents.read(file(name))
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw StudyInputError("\(file(name)) is damaged or of another version of this program")
    }
  }

  private static func freshName() -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyyMMdd-HHmmss"
    return "degradation-study-\(formatter.string(from: Date()))"
  }
}
