import Foundation
import Gradus
import GradusExampleSupport

/// The parts of a study, each made in a folder of its own, put together as one machine would have left
/// the study.
struct StudyJoin {
  private let parts: [StudyFolder]
  private let configuration: StudyConfiguration

  /// What the parts must have in common, beside their configurations.
  private static let commonFiles = ["plan.json", "data.json"]
  /// What is put together.
  private static let recordFolders = ["experiments", "runs"]

  /// Looks at the parts; throws `UserError` unless they are all parts of one study, each once and done.
  init(_ paths: [String]) throws {
    let parts = try paths.map { try StudyFolder(existing: $0) }
    let configurations = try parts.map { try StudyConfiguration(readingFrom: $0) }
    let count = configurations[0].shard?.count ?? 1
    var found: [Int: String] = [:]
    for (part, configuration) in zip(parts, configurations) {
      guard let shard = configuration.shard else {
        throw UserError("\(part.path): it holds a whole study and no part of one; report it alone")
      }
      try Self.compare(part, configuration, with: parts[0], configurations[0])
      if let other = found.updateValue(part.path, forKey: shard.index) {
        throw UserError("\(part.path) and \(other) both hold part \(shard); give each part once")
      }
    }
    let missing = (0..<count).filter { found[$0] == nil }.map { "\(Shard($0, of: count))" }
    guard missing.isEmpty else {
      throw UserError("parts of the study are missing: \(missing.joined(separator: ", "))")
    }
    var whole = configurations[0]
    whole.shard = nil
    (self.parts, configuration) = (parts, whole)
    for (part, configuration) in zip(parts, configurations) {
      try requireDone(part, configuration)
    }
  }

  private static func compare(
    _ part: StudyFolder, _ configuration: StudyConfiguration, with first: StudyFolder,
    _ other: StudyConfiguration
  ) throws {
    var alike = configuration
    alike.shard = configuration.shard?.count == other.shard?.count ? other.shard : alike.shard
    if let name = alike.difference(from: other) {
      throw UserError(
        "\(part.path) and \(first.path) are parts of different studies: they differ in "
          + StudyOptions.name(ofSetting: name))
    }
    for name in commonFiles where part.contains(name) || first.contains(name) {
      guard try bytes(name, of: part) == bytes(name, of: first) else {
        throw UserError(
          "\(part.path) and \(first.path) are parts of different studies: \(name) differs")
      }
    }
  }

  /// A file's bytes; nil where there is none.
  private static func bytes(_ name: String, of part: StudyFolder) throws -> [UInt8]? {
    part.contains(name) ? try FileContents.read(part.file(name)) : nil
  }

  /// A part that was stopped early has trials or runs left.
  private func requireDone(_ part: StudyFolder, _ configuration: StudyConfiguration) throws {
    let left = try UnfinishedWork.count(in: part, configuration)
    guard left == 0 else {
      throw UserError(
        "\(part.path): \(left) of its trials are not made; go on with: DegradationStudy --resume "
          + "--output \(part.path.quotedForShell)")
    }
  }

  /// Copies what the parts recorded into a new folder.
  func write(to folder: StudyFolder) throws {
    for part in parts {
      for own in Self.recordFolders {
        let inside = FileManager.default.enumerator(atPath: part.file(own))
        while let name = inside?.nextObject() as? String {
          let type = inside?.fileAttributes?[.type] as? FileAttributeType
          if type == .typeDirectory {
            try folder.make("\(own)/\(name)")
          } else if !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            try copy("\(own)/\(name)", from: part, to: folder)
          }
        }
      }
    }
    for name in Self.commonFiles + ["environment.json"] where parts[0].contains(name) {
      try copy(name, from: parts[0], to: folder)
    }
    // Last, because it is what makes the folder a study.
    try folder.write(configuration)
  }

  private func copy(_ name: String, from part: StudyFolder, to folder: StudyFolder) throws {
    try AtomicFile.write(FileContents.read(part.file(name)), to: folder.file(name))
  }
}
