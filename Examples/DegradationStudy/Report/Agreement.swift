import GradusClaims
import GradusExampleSupport
import GradusPlots

/// Verdicts of one table on several sets of seeds: a verdict stands where all sets agree, and is
/// undecided otherwise.
struct Agreement {
  /// One study: its seeds and what it found.
  struct Study {
    let seeds: [UInt64]
    let judgements: [Judgement]
    let evidence: Evidence
  }

  let studies: [Study]

  /// Compares studies of the same claims; throws `UserError` when they are not, or share a seed.
  init(_ studies: [Study]) throws {
    guard studies.count > 1 else {
      throw UserError("an agreement needs the folders of two studies or more")
    }
    guard Set(studies.map { $0.judgements.map(\.claim.number) }).count == 1,
      Set(studies.map { $0.judgements.map(\.claim.title) }).count == 1
    else { throw UserError("the studies test different claims; run them with the same options") }
    let seeds = studies.flatMap(\.seeds)
    guard Set(seeds).count == seeds.count else {
      throw UserError("two studies share a seed, so that they are no independent evidence")
    }
    self.studies = studies
  }

  /// What all sets say together.
  static func verdict(_ verdicts: [Verdict]) -> Verdict {
    Set(verdicts).count == 1 ? verdicts[0] : .undecided
  }

  /// The verdict on each claim, in the order of the table.
  var verdicts: [Verdict] {
    studies[0].judgements.indices.map { index in
      Self.verdict(studies.map { $0.judgements[index].verdict })
    }
  }

  /// Claims and verdicts, one row each; with what was measured where `isDetailed`.
  func table(isDetailed: Bool) -> TextTable {
    let sets = studies.map { study in
      "seeds " + study.seeds.map { "\($0)" }.joined(separator: ",")
    }
    let columns = 3 + sets.count
    var table = TextTable(
      ["no.", "claim", "verdict"] + sets + (isDetailed ? ["seconds"] : []),
      left: Set(1..<columns))
    for (index, verdict) in verdicts.enumerated() {
      let judgements = studies.map { $0.judgements[index] }
      let claim = judgements[0].claim
      let cells = judgements.map { isDetailed ? Self.detail($0) : $0.verdict.rawValue }
      let seconds = studies.map { NumberText.fixed($0.seconds(of: claim), decimals: 0) }
      table.rows.append(
        ["\(claim.number)", claim.title, verdict.rawValue] + cells
          + (isDetailed ? [seconds.joined(separator: ", ")] : []))
    }
    return table
  }

  /// Verdict and the number that decided it: `supported: 3.24 (1.97 to 5.34), p 0.031`.
  private static func detail(_ judgement: Judgement) -> String {
    guard let finding = judgement.decisive, let estimate = finding.estimate else {
      return judgement.verdict.rawValue
    }
    let interval =
      finding.interval.map {
        " (\(NumberText.short($0.lowerBound)) to \(NumberText.short($0.upperBound)))"
      } ?? ""
    let p = finding.pValue.map { ", p \(NumberText.short($0))" } ?? ""
    return "\(judgement.verdict.rawValue): \(finding.quantity) \(NumberText.short(estimate))"
      + interval + p
  }
}

extension Agreement.Study {
  /// Reads a study's folder; throws with the name of a file that is missing or damaged.
  init(_ folder: StudyFolder) throws {
    let records = try StudyRecords(folder)
    guard let plan = records.plan else {
      throw UserError("the study in \(folder.path) tests no claims")
    }
    self.init(seeds: plan.seeds, judgements: records.judgements, evidence: records.evidence)
  }

  /// What the trials of a claim's experiments took.
  func seconds(of claim: Claim) -> Double {
    claim.experiments.flatMap { evidence[$0] }.reduce(0) { $0 + $1.seconds }
  }
}
