/// A claim with its verdict.
public struct Judgement: Sendable {
  /// The claim.
  public let claim: Claim
  /// One for each criterion; empty when an experiment was not made.
  public let findings: [Finding]
  /// What follows from all of them.
  public let verdict: Verdict

  /// The number that decided: of the first criterion with the claim's verdict, and of one that
  /// scatters before one that is counted.
  public var decisive: Finding? {
    let deciding = findings.filter { $0.verdict == verdict }
    return deciding.first { $0.isScattered } ?? deciding.first ?? findings.first
  }
}
