import GradusClaims
import Testing

@testable import DegradationStudy

/// One table of claims by data set: what holds everywhere, here and there, and nowhere.
@Suite struct DataAgreementTests {
  private let table = StudyTable.degradation.claims(StudyPreset.quick.scale())

  private func study(
    _ name: String, isControl: Bool = false, _ change: (inout InventedEvidence) -> Void = { _ in }
  ) -> DataAgreement.Study {
    var invented = InventedEvidence()
    change(&invented)
    return DataAgreement.Study(
      name: name, isControl: isControl, judgements: table.judgements(invented.evidence))
  }

  private func outcome(_ agreement: DataAgreement, _ claim: Int) -> DataAgreement.Outcome? {
    agreement.rows.first { $0.claim.number == claim }?.outcome
  }

  @Test(arguments: [
    ([Verdict.supported, .supported], DataAgreement.Outcome.everywhere),
    ([.supported, .refuted], .hereAndThere), ([.supported, .undecided], .hereAndThere),
    ([.refuted, .refuted], .nowhere), ([.refuted, .undecided], .undecided),
    ([.undecided, .undecided], .undecided), ([.supported, .notRun], .notRun), ([], .notRun),
  ]) func verdictsMakeAnOutcome(_ verdicts: [Verdict], _ outcome: DataAgreement.Outcome) {
    #expect(DataAgreement.Outcome(verdicts) == outcome)
  }

  @Test func aClaimThatFailsOnOneDataSetIsNamedThere() throws {
    let agreement = DataAgreement([
      study("a"),
      study("b") { $0.violate(.convolutionalDepth, .residual(56), .trainLoss) { $0 + 2 } },
    ])
    // Shortcuts do not help on b; all else is as it is on a.
    #expect(outcome(agreement, 13) == .hereAndThere && outcome(agreement, 7) == .nowhere)
    #expect(outcome(agreement, 12) == .everywhere)
    let row = try #require(agreement.rows.first { $0.claim.number == 13 })
    #expect(!row.agrees)
    #expect(
      agreement.differences == [
        "Shortcuts remove the degradation: supported on a; refuted on b [13]."
      ])
    let sentences = agreement.answer(.degradation).sentences.joined(separator: " ")
    #expect(sentences.contains("Deeper plain nets ended with the higher training loss"))
    #expect(!sentences.contains("Depth cost plain nets more than residual ones"))
    #expect(
      agreement.headline
        == "Of 32 claims 30 hold on all of 2 data sets, 1 on some, 1 on none, 0 stayed open")
  }

  @Test func theRangeOfAllDataSetsIsShown() throws {
    let agreement = DataAgreement([
      study("a"),
      study("b") { invented in
        invented.violate(.shattering, .plainStack, .exponentialSlope) { $0 * 1.1 }
      },
    ])
    let sentence = agreement.answer(.degradation).sentences.first { $0.contains("[10:") }
    #expect(sentence?.contains("−1.1 to −1]") == true, "\(sentence ?? "none")")
  }

  @Test func aControlCountsForItself() {
    let random: (inout InventedEvidence) -> Void = { invented in
      for net in [8, 32].flatMap({ [Subject.plain($0), .residual($0)] }) {
        invented.violate(.fullyConnectedDepth, net, .accuracyAboveChance) { _ in -0.01 }
      }
    }
    let sound = DataAgreement([study("a"), study("noise", isControl: true, random)])
    #expect(outcome(sound, 27) == .everywhere && sound.datasets.count == 1)
    #expect(sound.controls(.degradation).first?.hasPrefix("Control: on noise") == true)
    #expect(sound.controls(.lecture).isEmpty)
    let leaking = DataAgreement([study("a"), study("noise", isControl: true)])
    #expect(leaking.controls(.degradation).first?.hasPrefix("Control failed") == true)
  }

  @Test func aHundredColumnsHoldSixDataSets() {
    let names = ["fashion-mnist", "mnist", "cifar10", "cifar100", "folder-flowers", "noise"]
    let text = DataAgreement(names.map { study($0) }).textTable.text
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2 + table.claims.count)
    #expect(lines.allSatisfy { $0.count <= 100 })
  }
}
