import GradusClaims
import GradusPlots

extension DataAgreement {
  /// How many claims hold on how many data sets.
  var headline: String {
    func count(_ outcome: Outcome) -> Int { rows.count { $0.outcome == outcome } }
    let run = rows.count - count(.notRun)
    guard run > 0 else { return "No claim was tested on every data set" }
    return "Of \(Self.counted(run, "claim")) \(count(.everywhere)) hold on all of "
      + "\(Self.counted(datasets.count, "data set")), \(count(.hereAndThere)) on some, "
      + "\(count(.nowhere)) on none, \(count(.undecided)) stayed open"
  }

  private static func counted(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }

  /// The answer that holds on every data set: sentences of claims with one verdict everywhere.
  func answer(_ table: StudyTable) -> Answer {
    Answer(
      entries: rows.map { row in
        let verdict: Verdict =
          switch row.outcome {
          case .everywhere: .supported
          case .nowhere: .refuted
          case .undecided: .undecided
          case .hereAndThere, .notRun: .notRun
          }
        return Answer.Entry(
          claim: row.claim.number, title: row.claim.title, verdict: verdict,
          reference: reference(row))
      }, table: table)
  }

  /// The claim's number and the range of the numbers that decided it: `[2: 1.2 to 1.22, p ≤ 0.031]`.
  private func reference(_ row: Row) -> String {
    let findings = counted(row).compactMap(\.judgement.decisive)
    let estimates = findings.compactMap(\.estimate)
    guard let low = estimates.min(), let high = estimates.max() else {
      return "[\(row.claim.number)]"
    }
    let (lowText, highText) = (NumberText.short(low), NumberText.short(high))
    let range = lowText == highText ? lowText : "\(lowText) to \(highText)"
    let p = findings.compactMap(\.pValue).max().map { ", p ≤ \(NumberText.short($0))" } ?? ""
    return "[\(row.claim.number): \(range)\(p)]"
  }

  /// One sentence a claim that holds on some data sets only: where it does and where it does not.
  var differences: [String] {
    rows.filter { $0.outcome == .hereAndThere }.map { row in
      let parts = [Verdict.supported, .refuted, .undecided].compactMap { verdict -> String? in
        let names = counted(row).filter { $0.judgement.verdict == verdict }.map(\.study.name)
        return names.isEmpty ? nil : "\(verdict.rawValue) on \(names.joined(separator: ", "))"
      }
      return "\(row.claim.title): \(parts.joined(separator: "; ")) [\(row.claim.number)]."
    }
  }

  /// What the controls say, one sentence each: nothing learnt from noise may hold on more noise.
  func controls(_ table: StudyTable) -> [String] {
    studies.indices.filter { studies[$0].isControl }.compactMap { place in
      guard table == .degradation,
        let row = rows.first(where: { $0.claim.number == DegradationClaims.generalisation })
      else { return nil }
      let judgement = row.judgements[place]
      let measured = Answer.reference(judgement)
      switch judgement.verdict {
      case .notRun: return nil
      case .supported:
        return "Control failed: on \(studies[place].name), where labels are random, nets seem to "
          + "generalise \(measured); images leak from training to test, or the program is wrong."
      case .refuted, .undecided:
        return "Control: on \(studies[place].name), where labels are random, nothing generalised "
          + "\(measured), as it must be."
      }
    }
  }
}
