import Gradus
import GradusExampleSupport

extension Fuzzer {
  /// The configuration of TrainClassifier, in JSON.
  static let settings: [Fuzzer] = [
    Fuzzer("config", .json) { input in
      input.parse {
        let json = try JSONValue(parsing: input.bytes, path: input.path)
        let again = try JSONValue(parsing: Array(json.text.utf8), path: input.path)
        precondition(again == json, "a value is not what its text says: \(json.text)")
        var configuration = TrainingConfiguration()
        try configuration.apply(json, path: input.path)
        input.use { _ = try configuration.resolved() }
      }
    }
  ]
}
