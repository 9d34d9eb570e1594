import GradusTensors

/// Claims that are tested together, by number.
public struct ClaimTable: Sendable {
  /// The claims, ascending.
  public let claims: [Claim]

  /// Sorts claims by number; traps when two have the same one.
  public init(_ claims: [Claim]) {
    precondition(
      Set(claims.map(\.number)).count == claims.count, "a table of claims has a number twice")
    self.claims = claims.sorted { $0.number < $1.number }
  }

  /// The claim with a number; nil where there is none.
  public subscript(number: Int) -> Claim? { claims.first { $0.number == number } }

  /// The experiments whose records claims need; those of all claims for nil.
  public func experiments(for numbers: [Int]? = nil) -> Set<ExperimentName> {
    Set(claims.filter { numbers?.contains($0.number) ?? true }.flatMap(\.experiments))
  }

  /// The verdicts on all claims.
  public func judgements(_ evidence: Evidence) -> [Judgement] { claims.map { $0.judge(evidence) } }

  /// The criteria for which evidence has no number at all, such as `claim 3: growth at batch 16`:
  /// what their experiments do not record, or record under another name.
  ///
  /// Claims of experiments that were not made are left out. A test that runs every experiment in
  /// small and expects none finds criteria without samples.
  public func unmeasured(_ evidence: Evidence) -> [String] {
    claims.flatMap { claim in
      let names = claim.judge(evidence).findings.filter { $0.count == 0 }.map(\.quantity)
      return (names + claim.unrepeated(evidence)).map { "claim \(claim.number): \($0)" }
    }
  }
}
