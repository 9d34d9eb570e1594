import GradusClaims
import GradusExampleSupport

/// What studies on several data sets say together, as it is written to `results.json`.
struct SeriesResults: Codable, Equatable {
  /// One study.
  struct Dataset: Codable, Equatable {
    /// Its folder in the series' own, where its own results are.
    let name: String
    /// The data set, and whether it is a control.
    let dataset: String, isControl: Bool
    /// The processor and the vector instructions that it began on.
    let processor: String?, vectors: String?
  }

  /// One claim.
  struct AcrossData: Codable, Equatable {
    /// Its number and title.
    let id: Int, title: String
    /// What the data sets say together, and whether their verdicts are equal; controls do not count.
    let outcome: DataAgreement.Outcome, agrees: Bool
    /// By the data set's name.
    let verdicts: [String: ClaimRecord]
  }

  /// The name of the program that wrote the file.
  private(set) var program = "DegradationStudy"
  /// The version of the file's layout.
  private(set) var version = 1
  /// The studies, in the order they were named.
  var datasets: [Dataset]
  /// The claims, in the order of the table.
  var claims: [AcrossData]
  /// What holds everywhere, what does not, and the controls, in sentences.
  var sentences: [String]

  /// The file's contents: indented JSON with sorted keys.
  func text() throws -> String { try json(indented: true) + "\n" }
}

extension SeriesResults.AcrossData {
  /// What `row` says of its claim.
  init(_ row: DataAgreement.Row, _ studies: [DataAgreement.Study]) {
    self.init(
      id: row.claim.number, title: row.claim.title, outcome: row.outcome, agrees: row.agrees,
      verdicts: Dictionary(
        uniqueKeysWithValues: zip(studies, row.judgements).map { ($0.name, ClaimRecord($1)) }))
  }
}
