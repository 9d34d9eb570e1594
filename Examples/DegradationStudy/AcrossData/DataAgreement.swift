import GradusClaims

/// The verdicts of studies of the same claims on several data sets, and whether they agree.
///
/// A control counts for itself: what holds on noise says nothing about images.
struct DataAgreement {
  /// One study.
  struct Study {
    /// What it is called.
    let name: String
    /// Whether its images are noise with random labels.
    let isControl: Bool
    let judgements: [Judgement]
  }

  /// What all data sets say of a claim together.
  enum Outcome: String, Codable, Sendable, CaseIterable {
    /// Supported on every data set.
    case everywhere
    /// Supported on some, not on others.
    case hereAndThere = "here and there"
    /// Refuted on every data set.
    case nowhere
    /// Supported on none, and undecided on one at least.
    case undecided
    /// Not run on all data sets.
    case notRun = "not run"

    /// What follows from the verdicts on one claim.
    init(_ verdicts: [Verdict]) {
      let supported = verdicts.count { $0 == .supported }
      self =
        if verdicts.isEmpty || verdicts.contains(.notRun) {
          .notRun
        } else if supported == verdicts.count {
          .everywhere
        } else if supported > 0 {
          .hereAndThere
        } else {
          verdicts.allSatisfy { $0 == .refuted } ? .nowhere : .undecided
        }
    }
  }

  /// A claim, its judgements in the order of the studies, and what they say together.
  struct Row {
    let claim: Claim
    let judgements: [Judgement]
    let outcome: Outcome
    /// Whether all data sets, controls aside, have the same verdict.
    let agrees: Bool
  }

  /// The studies, in the order they were named.
  let studies: [Study]
  /// The claims, in the order of the table.
  let rows: [Row]

  /// Compares studies of the same claims; the numbers of two studies' claims must be equal.
  init(_ studies: [Study]) {
    self.studies = studies
    let claims = studies.first?.judgements.map(\.claim) ?? []
    rows = claims.indices.map { index in
      let judgements = studies.map { $0.judgements[index] }
      let counted = zip(studies, judgements).filter { !$0.0.isControl }.map(\.1.verdict)
      return Row(
        claim: claims[index], judgements: judgements, outcome: Outcome(counted),
        agrees: Set(counted).count == 1)
    }
  }

  /// The data sets that are no controls.
  var datasets: [Study] { studies.filter { !$0.isControl } }

  /// The judgements of a row on data sets that are no controls.
  func counted(_ row: Row) -> [(study: Study, judgement: Judgement)] {
    zip(studies, row.judgements).filter { !$0.0.isControl }.map { ($0, $1) }
  }
}
