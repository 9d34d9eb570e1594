import GradusClaims
import GradusExampleSupport

/// The results file of the study: every run, whether it went well or not.
struct StudyResults: Codable, Sendable, Equatable {
  /// The name of the program that wrote the file.
  private(set) var program = "DegradationStudy"
  /// The version of the file's layout.
  private(set) var version = 1
  /// How the program was started: option to value.
  var configuration: [String: String]
  /// The runs, in the order they were made.
  var runs: [RunRecord]
  /// The claims that were tested, with their verdicts.
  var claims: [ClaimRecord]

  /// Collects `runs` made under `configuration`, and what they say about `claims`.
  init(configuration: [String: String], runs: [RunRecord], claims: [ClaimRecord] = []) {
    self.configuration = configuration
    self.runs = runs
    self.claims = claims
  }

  /// The file's contents: indented JSON with sorted keys, so that two files compare line by line.
  func text() throws -> String { try json(indented: true) + "\n" }
}
