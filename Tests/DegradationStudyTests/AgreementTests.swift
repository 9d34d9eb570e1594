import GradusClaims
import GradusExampleSupport
import Testing

@testable import DegradationStudy

/// A verdict counts only where every set of seeds reaches it.
@Suite struct AgreementTests {
  private let table = StudyTable.lecture.claims(StudyPreset.quick.scale())

  private func study(
    _ seeds: [UInt64], _ change: (inout LectureEvidence) -> Void = { _ in }
  ) -> Agreement.Study {
    var invented = LectureEvidence()
    change(&invented)
    return Agreement.Study(
      seeds: seeds, judgements: table.judgements(invented.evidence), evidence: invented.evidence)
  }

  @Test func whatOneSetDeniesIsUndecided() throws {
    let agreement = try Agreement([
      study([1, 2]),
      study([3, 4]) { $0.change(.families, .excitation, .trainLoss) { $0 + 0.2 } },
      study([5, 6]),
    ])
    for (claim, verdict) in zip(table.claims, agreement.verdicts) {
      #expect(verdict == (claim.number == 15 ? .undecided : .supported), "claim \(claim.number)")
    }
  }

  @Test func allSetsTogetherRefute() throws {
    let change: (inout LectureEvidence) -> Void = {
      $0.change(.families, .excitation, .trainLoss) { $0 + 0.2 }
    }
    let agreement = try Agreement([study([1], change), study([2], change)])
    #expect(agreement.verdicts[14] == .refuted)
  }

  @Test func aHundredColumnsHoldThreeSets() throws {
    let agreement = try Agreement([study([1, 2, 3, 4, 5]), study([11, 12]), study([21])])
    let lines = agreement.table(isDetailed: false).text.split(separator: "\n")
    #expect(lines.count == 2 + table.claims.count)
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(agreement.table(isDetailed: true).markdown.contains("training loss"))
  }

  @Test func sharedSeedsAndOtherClaimsAreRefused() {
    #expect(throws: UserError.self) { try Agreement([study([1, 2]), study([2, 3])]) }
    #expect(throws: UserError.self) { try Agreement([study([1])]) }
    let few = Agreement.Study(
      seeds: [9], judgements: Array(study([1]).judgements.prefix(2)), evidence: Evidence())
    #expect(throws: UserError.self) { try Agreement([study([1]), few]) }
  }
}
