/// A published claim and what must be measured for it to hold: a row of a table.
public struct Claim: Sendable {
  /// Its number in the table.
  public let number: Int
  /// A few words.
  public let title: String
  /// Paper and section, or the slide.
  public let source: String
  /// What it says.
  public let statement: String
  /// What earlier measurements or the theory lead to expect.
  public let expected: String
  /// The experiments whose records it needs.
  public let experiments: [ExperimentName]
  /// What must be measured for the claim to hold; all of them.
  public let criteria: [Criterion]
  /// The budget that a verdict holds for, such as sizes and steps, in words; nil where none is told.
  public var budget: String?

  /// Makes a claim; see the properties.
  public init(
    _ number: Int, _ title: String, source: String, statement: String, expected: String,
    experiments: [ExperimentName], criteria: [Criterion]
  ) {
    (self.number, self.title, self.source) = (number, title, source)
    (self.statement, self.expected) = (statement, expected)
    (self.experiments, self.criteria) = (experiments, criteria)
  }

  /// The verdict on the claim and the findings that led to it.
  ///
  /// The seeds are those with which all of the claim's experiments were made; a claim one of whose
  /// experiments has no record is not run.
  public func judge(_ evidence: Evidence) -> Judgement {
    let isRun = experiments.allSatisfy { !evidence[$0].isEmpty }
    let findings = isRun ? criteria.map { $0.judge(evidence, seeds: seeds(evidence)) } : []
    return Judgement(claim: self, findings: findings, verdict: .all(findings.map(\.verdict)))
  }

  /// The criteria whose repetition has no number at all.
  func unrepeated(_ evidence: Evidence) -> [String] {
    let seeds = seeds(evidence).map(evidence.ofSeed)
    return criteria.filter { !seeds.isEmpty && $0.missingRepetitions(seeds) > 0 }
      .map { "\($0.quantity), repeated" }
  }

  /// The seeds with which all of the claim's experiments were made, ascending.
  func seeds(_ evidence: Evidence) -> [UInt64] {
    experiments.map { Set(evidence.seeds([$0])) }.reduce(nil) { common, seeds in
      common.map { $0.intersection(seeds) } ?? seeds
    }?.sorted() ?? []
  }
}
