/// A published claim about depth and gradient flow: a row of the table.
struct Claim: Sendable {
  /// Its number in the table.
  let number: Int
  /// A few words.
  let title: String
  /// Paper and section.
  let source: String
  /// What it says.
  let statement: String
  /// What earlier measurements or the theory lead to expect.
  let expected: String
  /// The experiments whose records it needs.
  let experiments: [ExperimentName]
  /// What must be measured for the claim to hold; all of them.
  let criteria: [Criterion]

  init(
    _ number: Int, _ title: String, source: String, statement: String, expected: String,
    experiments: [ExperimentName], criteria: [Criterion]
  ) {
    (self.number, self.title, self.source) = (number, title, source)
    (self.statement, self.expected) = (statement, expected)
    (self.experiments, self.criteria) = (experiments, criteria)
  }

  /// The verdict on the claim and the findings that led to it.
  func judge(_ evidence: Evidence) -> Judgement {
    let isRun = experiments.allSatisfy { !evidence[$0].isEmpty }
    let findings = isRun ? criteria.map { $0.judge(evidence, seeds: seeds(evidence)) } : []
    return Judgement(claim: self, findings: findings, verdict: .all(findings.map(\.verdict)))
  }

  /// The seeds that all of the claim's experiments were run with.
  private func seeds(_ evidence: Evidence) -> [UInt64] {
    experiments.map { Set(evidence.seeds([$0])) }.reduce(nil) { common, seeds in
      common.map { $0.intersection(seeds) } ?? seeds
    }?.sorted() ?? []
  }
}

/// A claim with its verdict.
struct Judgement: Sendable {
  let claim: Claim
  /// One for each criterion; empty when the experiment was not run.
  let findings: [Finding]
  let verdict: Verdict

  /// The number that decided: of the first criterion with the claim's verdict.
  var decisive: Finding? { findings.first { $0.verdict == verdict } ?? findings.first }
}
