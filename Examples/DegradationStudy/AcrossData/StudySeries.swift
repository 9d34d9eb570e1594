import Foundation
import Gradus
import GradusExampleSupport

/// Studies of the same claims on several data sets, each in a folder of its own within one.
///
/// `datasets.json` holds all of their configurations before the first of them begins, so that a series
/// that was stopped goes on without being told what it is.
struct StudySeries {
  /// One study: the name of its folder, and what decides its numbers.
  struct Member: Equatable {
    let name: String
    let configuration: StudyConfiguration
  }

  /// The file that makes a folder one of a series.
  static let fileName = "datasets.json"
  /// So many verdicts fit beside a claim in a hundred columns.
  static let mostDatasets = 6

  /// Where it is.
  let folder: StudyFolder
  /// The studies, in the order they are made.
  let members: [Member]

  /// The series that options describe, new or to be gone on with; nil where they describe a single study.
  ///
  /// Checks everything that can be wrong, images included, before anything is written.
  init?(_ options: StudyOptions) throws {
    let begun = options.resume ? options.output.flatMap { StudyFolder(series: $0) } : nil
    let choices = options.dataset?.choices ?? []
    guard begun != nil || choices.count > 1 else { return nil }
    guard try Launch.communicator() == nil else {
      throw UserError("several data sets cannot be shared by ranks; give mpirun one --dataset")
    }
    if options.shard != nil {
      throw UserError("--shard is for one data set; make the parts of each on their own")
    }
    if let begun {
      folder = begun
      members = try Self.members(of: begun)
      try Self.compare(options, with: members, in: begun)
    } else if options.resume {
      throw UserError(
        "there is no study of several data sets to resume in \(options.output ?? "no --output")")
    } else {
      guard choices.count <= Self.mostDatasets else {
        throw UserError("--dataset: \(choices.count) data sets, at most \(Self.mostDatasets)")
      }
      members = try Self.members(options, choices)
      for member in members { _ = try StudyData(member.configuration) }
      folder = try StudyFolder(new: options.output)
    }
  }

  /// The series in a folder; nil where there is none.
  init?(existing path: String) throws {
    guard let folder = StudyFolder(series: path) else { return nil }
    (self.folder, members) = (folder, try Self.members(of: folder))
  }

  /// The studies that were typed.
  private static func members(
    _ options: StudyOptions, _ choices: [DatasetChoice]
  ) throws -> [Member] {
    if let data = options.data, !FileManager.default.fileExists(atPath: data) {
      throw UserError("--data \(data): there is no such folder")
    }
    let members = try choices.map { choice in
      var own = options
      (own.dataset, own.data) = (nil, nil)
      var configuration = try StudyConfiguration(own)
      configuration.dataset = choice.name
      configuration.data = choice.folder(in: options.data)
        .map { URL(fileURLWithPath: $0).standardizedFileURL.path }
      try configuration.check()
      return Member(name: name(choice), configuration: configuration)
    }
    var seen: Set<String> = []
    if let twice = members.first(where: { !seen.insert($0.name).inserted }) {
      throw UserError("--dataset: two data sets would share the folder \(twice.name)")
    }
    return members
  }

  /// The name of a data set's folder: `mnist`, `folder-flowers`.
  private static func name(_ choice: DatasetChoice) -> String {
    guard choice.name == DatasetChoice.pictures, let path = choice.path else { return choice.name }
    let last = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let safe = last.map {
      $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-"
    }
    return "\(choice.name)-\(String(safe))"
  }
}

extension StudySeries {
  /// What `datasets.json` says.
  var text: String {
    let list = members.map { member in
      JSONValue.object([
        .init("name", .string(member.name)), .init("configuration", member.configuration.json),
      ])
    }
    return JSONValue.object([.init("studies", .array(list))]).text + "\n"
  }

  private static func members(of folder: StudyFolder) throws -> [Member] {
    let path = folder.file(fileName)
    guard case .object(let file) = try JSONValue(readingFrom: path),
      let studies = file.first(where: { $0.key == "studies" }),
      case .array(let list) = studies.value,
      !list.isEmpty
    else { throw damage(path) }
    return try list.map { entry in
      guard case .object(let parts) = entry, parts.map(\.key) == ["name", "configuration"],
        case .string(let name) = parts[0].value, !name.isEmpty, !name.contains("/"),
        !name.hasPrefix(".")
      else { throw damage(path) }
      return Member(
        name: name, configuration: try StudyConfiguration(parts[1].value, path: "\(path): \(name)"))
    }
  }

  private static func damage(_ path: String) -> UserError {
    UserError("\(path) is damaged or of another version of this program")
  }

  /// Throws `UserError` where options ask for another series than the one in the folder.
  private static func compare(
    _ options: StudyOptions, with members: [Member], in folder: StudyFolder
  ) throws {
    func differs(_ option: String) -> UserError {
      UserError("\(option) differs from the studies in \(folder.path); leave it out to resume")
    }
    if let choices = options.dataset?.choices {
      let typed = try Self.members(options, choices).map {
        [$0.name, $0.configuration.dataset, $0.configuration.data ?? ""]
      }
      let begun = members.map {
        [$0.name, $0.configuration.dataset, $0.configuration.data ?? ""]
      }
      guard typed == begun else { throw differs("--dataset") }
    } else if options.data != nil {
      throw differs("--data")
    }
    let common = options.ofMember
    for member in members {
      if let option = try member.configuration.conflict(with: common) { throw differs(option) }
    }
  }
}

extension StudyOptions {
  /// The options of a study of a series, whose images are told otherwise.
  var ofMember: StudyOptions {
    var own = self
    (own.dataset, own.data) = (nil, nil)
    return own
  }
}
