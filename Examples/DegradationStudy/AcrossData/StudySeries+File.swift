import Gradus
import GradusExampleSupport

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

  static func members(of folder: StudyFolder) throws -> [Member] {
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
  static func compare(
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
