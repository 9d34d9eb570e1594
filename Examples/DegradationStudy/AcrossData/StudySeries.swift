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
      members = try Self.members(options, choices).map { member in
        var configuration = member.configuration
        try configuration.fit(StudyData(configuration))
        return Member(name: member.name, configuration: configuration)
      }
      folder = try StudyFolder(new: options.output)
    }
  }

  /// The series in a folder; nil where there is none.
  init?(existing path: String) throws {
    guard let folder = StudyFolder(series: path) else { return nil }
    (self.folder, members) = (folder, try Self.members(of: folder))
  }

  /// The studies that were typed.
  static func members(
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
