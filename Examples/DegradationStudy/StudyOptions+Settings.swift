import Foundation
import Gradus
import GradusExampleSupport

extension StudyOptions {
  /// The option of a setting: `--batch-size` of `batchSize`.
  static func name(ofSetting name: String) -> String {
    "--"
      + name.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
  }

  /// The settings that were typed, with their values.
  fileprivate var given: [(name: String, value: JSONValue)] {
    func numbers(_ list: NumberList?) -> JSONValue? {
      list.map { .array($0.values.map { .number(Double($0)) }) }
    }
    func number(_ value: Int?) -> JSONValue? { value.map { .number(Double($0)) } }
    let choice = dataset?.choices.first
    let all: [(String, JSONValue?)] = [
      ("preset", preset.map { .string($0.rawValue) }),
      ("table", table.map { .string($0.rawValue) }),
      ("dataset", choice.map { .string($0.name) }),
      // So that a study can be resumed from any folder.
      (
        "data",
        (data ?? choice?.path).map { .string(URL(fileURLWithPath: $0).standardizedFileURL.path) }
      ),
      ("depths", numbers(depths)),
      ("kinds", kinds.map { .array($0.values.map { .string($0.rawValue) }) }),
      ("width", number(width)), ("seeds", numbers(seeds)), ("steps", number(steps)),
      ("batchSize", number(batchSize)), ("learningRate", learningRate.map { .number($0) }),
      ("convolutionAccuracy", convolutionAccuracy.map { .string($0.rawValue) }),
      ("testImages", number(testImages)), ("shard", shard.map { .string("\($0)") }),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }
}

extension StudyConfiguration {
  /// Takes what was typed; throws `UserError` that names the option. Seeds of claims stay those of the
  /// selection.
  mutating func apply(_ options: StudyOptions) throws {
    if options.data != nil, let choice = options.dataset?.choices.first, choice.path != nil {
      throw UserError("--data and --dataset \(choice.name):DIR both name a folder; leave one out")
    }
    for (name, value) in options.given where name != "seeds" || claims == nil {
      try set(name, to: value, called: StudyOptions.name(ofSetting: name))
    }
  }
}
