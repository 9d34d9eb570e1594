/// What the measurements say about a claim.
enum Verdict: String, Codable, Sendable, CaseIterable {
  /// Every criterion holds, uncertainty included.
  case supported
  /// A criterion fails, uncertainty included.
  case refuted
  /// The uncertainty leaves it open.
  case undecided
  /// The preset has no time for it.
  case notRun = "not run"

  /// The verdict on claims that must hold together.
  static func all(_ verdicts: [Verdict]) -> Verdict {
    if verdicts.isEmpty || verdicts.allSatisfy({ $0 == .notRun }) { return .notRun }
    if verdicts.contains(.refuted) { return .refuted }
    return verdicts.allSatisfy { $0 == .supported } ? .supported : .undecided
  }
}
