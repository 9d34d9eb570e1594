/// What the measurements say about a claim.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  /// Every criterion holds, uncertainty included.
  case supported
  /// A criterion fails, uncertainty included.
  case refuted
  /// The uncertainty leaves it open, or a run diverged.
  case undecided
  /// Its experiment was not made.
  case notRun = "not run"

  /// The verdict on criteria that must hold together.
  public static func all(_ verdicts: [Verdict]) -> Verdict {
    if verdicts.isEmpty || verdicts.allSatisfy({ $0 == .notRun }) { return .notRun }
    if verdicts.contains(.refuted) { return .refuted }
    return verdicts.allSatisfy { $0 == .supported } ? .supported : .undecided
  }
}
