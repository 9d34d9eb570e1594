import Foundation
import Gradus
import GradusClaims
import GradusExampleSupport

/// The output folder of a study: a run's folder, and what the study calls the things in it.
struct StudyFolder {
  private let folder: RunFolder

  /// A folder for a new study; throws when there is one in it already.
  init(new path: String?) throws {
    folder = RunFolder(path ?? Self.freshName())
    guard !folder.path.isEmpty else { throw UserError("--output needs the name of a folder") }
    try requireNoStudy()
  }

  /// The folder of a study to be continued; throws when there is none in it.
  init(resuming path: String?) throws {
    guard let path else { throw UserError("--resume needs the study's folder: add --output DIR") }
    folder = RunFolder(path)
    guard folder.contains("config.json") else {
      throw UserError("there is no study to resume in \(path): config.json is missing")
    }
  }

  /// The folder of a study to be reported on; throws when there is none in it.
  init(existing path: String) throws {
    folder = RunFolder(path)
    guard folder.contains("config.json") else {
      throw UserError("there is no study in \(path): config.json is missing")
    }
  }

  /// The folder of studies on several data sets; nil where there are none in it.
  init?(series path: String) {
    folder = RunFolder(path)
    guard folder.contains(StudySeries.fileName) else { return nil }
  }

  /// The folder of one study of several, in theirs.
  init(part name: String, of series: StudyFolder) { folder = RunFolder(series.file(name)) }

  private static func freshName() -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyyMMdd-HHmmss"
    return "degradation-study-\(formatter.string(from: Date()))"
  }

  /// Throws when there is a study in the folder.
  func requireNoStudy() throws {
    if folder.contains("config.json") || folder.contains(StudySeries.fileName) {
      throw UserError(
        "\(path) already holds a study; continue it with --resume, or give another --output")
    }
  }

  /// Removes what killed processes were writing; call it with the lock, so that nobody else writes.
  func removeLeftovers() throws {
    try AtomicFile.removeStaleTemporaries(in: path)
    // Below the study's own folders only: the output folder may hold others.
    for own in ["runs", "experiments", StudyTensorBoard.folderName] {
      let inside = FileManager.default.enumerator(atPath: file(own))
      while let name = inside?.nextObject() as? String {
        let type = inside?.fileAttributes?[.type] as? FileAttributeType
        guard type == .typeDirectory else { continue }
        try AtomicFile.removeStaleTemporaries(in: file("\(own)/\(name)"))
      }
    }
  }

  /// Makes a folder in this one, and those above it; throws with the system's reason.
  func make(_ name: String) throws {
    do { try folder.make(name) } catch let error as FileError {
      let reason = String(cString: strerror(error.code))
      throw UserError(
        "cannot write to the output folder \(path): \(reason); give another --output")
    }
  }

  /// Reads a JSON value; throws with the file's name.
  func read<T: Decodable>(_ type: T.Type, from name: String) throws -> T {
    do { return try folder.read(type, from: name) } catch let error as FileError
      where error.code == EILSEQ
    {
      throw UserError("\(file(name)) is damaged or of another version of this program")
    }
  }
}

extension StudyFolder {
  /// Where it is.
  var path: String { folder.path }
  /// The records of trials.
  var evidence: EvidenceStore { EvidenceStore(folder) }
  /// What ends the program after Ctrl-C.
  var interruption: ProgramInterrupted {
    ProgramInterrupted(continuation: "DegradationStudy --resume --output \(path.quotedForShell)")
  }

  /// Runs `body` while no other process can write to the folder.
  func withLock(_ body: () throws -> Void) throws { try folder.withLock(body) }

  /// Notes which images the study uses; throws when they are others than it began with.
  func note(_ data: StudyData, acceptsOthers: Bool) throws {
    do {
      try folder.note(
        data: ["training": data.train, "test": data.test], acceptsOthers: acceptsOthers)
    } catch let error as DataMismatch {
      throw UserError("\(path): \(error); --accept-other-data goes on with them")
    }
  }

  /// Writes a value as JSON in one step.
  func write(_ value: some Encodable, to name: String) throws {
    try folder.write(value, to: name)
  }

  /// Writes the configuration in one step.
  func write(_ configuration: StudyConfiguration) throws {
    try AtomicFile.write(configuration.json.text + "\n", to: file("config.json"))
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { folder.file(name) }

  /// Whether the folder has a file.
  func contains(_ name: String) -> Bool { folder.contains(name) }

  /// The name of one run's folder in this one.
  func name(of run: RunIdentity) -> String {
    "runs/\(run.kind.rawValue)-\(run.depth)-width\(run.width)-seed\(run.seed)"
  }

  /// The folder of one run.
  func folder(of run: RunIdentity) -> String { file(name(of: run)) }
}
