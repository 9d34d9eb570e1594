/// A claim with its verdict.
public struct Judgement: Sendable {
  /// The claim.
  public let claim: Claim
  /// One for each criterion; empty when an experiment was not made.
  public let findings: [Finding]
  /// What follows from all of them.
  public let verdict: Verdict

  /// The number that decided: of the first criterion with the claim's verdict.
  public var decisive: Finding? { findings.first { $0.verdict == verdict } ?? findings.first }
}
