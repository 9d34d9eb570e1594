import GradusClaims
import Testing

@testable import DegradationStudy

/// Every claim of the lecture holds on what it expects, and fails on what violates it.
@Suite struct LectureClaimTests {
  private let table = StudyTable.lecture.claims(StudyPreset.quick.scale())

  @Test func theTableIsNumberedAndHasSources() {
    #expect(table.claims.map(\.number) == Array(1...table.claims.count))
    for claim in table.claims {
      #expect(!claim.source.isEmpty && !claim.statement.isEmpty && !claim.expected.isEmpty)
      #expect(!claim.criteria.isEmpty && !claim.experiments.isEmpty)
    }
  }

  @Test func theExpectedNumbersSupportAll() {
    let invented = LectureEvidence()
    #expect(table.unmeasured(invented.evidence) == [])
    for judgement in table.judgements(invented.evidence) {
      #expect(
        judgement.verdict == .supported,
        "claim \(judgement.claim.number): \(judgement.findings.map { VerdictTable.text($0) })")
    }
  }

  @Test func everyClaimCanFail() {
    for (number, change) in LectureEvidence.violations {
      var invented = LectureEvidence()
      change(&invented)
      #expect(table[number]?.judge(invented.evidence).verdict == .refuted, "claim \(number)")
    }
    #expect(Set(LectureEvidence.violations.map(\.claim)) == Set(table.claims.map(\.number)))
  }

  /// Whatever one experiment loses leaves every claim on it open.
  @Test func divergedRunsDecideNothing() {
    for (experiment, subject, claims) in [
      (ExperimentName.auxiliaryHeads, Subject.withoutHeads, [8]),
      (.families, .bottlenecks, [10, 14]),
      (.vggVariants, .vggShallow, [1]), (.vggVariants, .vgg, [9]),
      (.cellSearch, .randomCell(1), [18]),
    ] {
      var invented = LectureEvidence()
      invented.diverge(experiment, subject)
      for number in claims {
        #expect(table[number]?.judge(invented.evidence).verdict == .undecided, "claim \(number)")
      }
    }
  }

  @Test func theAnswerNamesEachClaimOnceByVerdict() {
    var invented = LectureEvidence()
    invented.change(.families, .excitation, .trainLoss) { $0 + 0.2 }
    invented.diverge(.cellSearch, .searchedCell)
    let answer = Answer(table.judgements(invented.evidence), .lecture)
    #expect(answer.paragraphs.count == 3)
    #expect(
      answer.headline
        == "Of 18 claims of the lecture 16 held up, 1 did not, 1 stayed open")
    #expect(answer.paragraphs[1][0].hasPrefix("Did not hold up: Squeeze and excitation"))
  }

  @Test func everyExperimentOfATableHasOneRow() {
    for table in StudyTable.allCases {
      let names = table.experiments.map(\.name)
      #expect(Set(names).count == names.count)
      #expect(table.claims(StudyPreset.quick.scale()).experiments().isSubset(of: names))
    }
  }
}
