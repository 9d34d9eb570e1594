import Foundation
import Interchange

/// The output folder of a study.
struct StudyFolder {
  let path: String

  /// A folder for a new study; throws when there is one in it already.
  init(new path: String?) throws {
    self.path = path ?? Self.freshName()
    let manager = FileManager.default
    if manager.fileExists(atPath: file("config.json")) {
      throw StudyInputError(
        "\(self.path) already holds a study; continue it with --resume, or give another --output")
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

  /// Makes the folder and those above it; throws when it cannot be written to.
  func create() throws {
    do {
      try FileManager.default.createDirectory(
        atPath: file("runs"), withIntermediateDirectories: true)
      try AtomicFile.removeStaleTemporaries(in: path)
    } catch {
      throw StudyInputError(
        "cannot write to the output folder \(path): \(reason(error)); give another --output")
    }
  }

  private func reason(_ error: any Error) -> String {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    let code = underlying?.code ?? (error as NSError).code
    return underlying?.domain == NSPOSIXErrorDomain
      ? String(cString: strerror(Int32(code))).lowercased() : "\(error.localizedDescription)"
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// The folder of one run.
  func folder(of run: RunIdentity) -> String {
    file("runs/\(run.kind.rawValue)-\(run.depth)-width\(run.width)-seed\(run.seed)")
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
