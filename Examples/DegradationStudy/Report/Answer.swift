import GradusClaims
import GradusPlots

/// What a study found, in sentences that follow from the verdicts.
///
/// Each sentence speaks for claims and changes with their verdicts; a claim without a verdict says
/// nothing.
struct Answer {
  /// What a claim came to.
  struct Entry {
    /// Its number and title.
    let claim: Int, title: String
    let verdict: Verdict
    /// The number and what decided it: `[2: 1.21]`.
    let reference: String
  }

  let entries: [Entry]
  let table: StudyTable

  /// What the table asks.
  var question: String {
    switch table {
    case .degradation: "Why does depth hurt plain nets and not residual ones?"
    case .lecture: "Which of the lecture's claims hold in nets that train in seconds?"
    }
  }

  /// The title of the report.
  var headline: String {
    switch table {
    case .degradation: degradationHeadline
    case .lecture: lectureHeadline
    }
  }

  /// From the two claims that state the effect.
  private var degradationHeadline: String {
    switch (verdict(12), verdict(13)) {
    case (.supported?, .supported?):
      "Depth hurt the plain nets, and shortcuts took most of the harm away"
    case (.supported?, .refuted?): "Depth hurt the plain nets, and shortcuts did not help"
    case (.supported?, _): "Depth hurt the plain nets; what shortcuts do stayed open"
    case (.refuted?, _): "Depth did not hurt the plain nets in these runs"
    case (.undecided?, _): "Whether depth hurt the plain nets stayed open in these runs"
    default: "Claims about depth and gradient flow, tested"
    }
  }

  /// The sentences of the answer; empty where no claim was decided.
  var sentences: [String] { paragraphs.flatMap { $0 } }

  /// The same in paragraphs: the effect and what it is not, the gradient, the cure.
  var paragraphs: [[String]] {
    switch table {
    case .degradation: Self.paragraphs.map(told).filter { !$0.isEmpty }
    case .lecture: lectureParagraphs
    }
  }

  private func told(_ sentences: [Sentence]) -> [String] {
    sentences.compactMap { sentence in
      guard let entry = entries.first(where: { $0.claim == sentence.claim }) else { return nil }
      let text: String? =
        switch entry.verdict {
        case .supported: sentence.supported
        case .refuted: sentence.refuted
        case .undecided: sentence.open.map { $0 + " (undecided)" }
        case .notRun: nil
        }
      return text.map { "\($0) \(entry.reference)." }
    }
  }

  private func verdict(_ claim: Int) -> Verdict? {
    entries.first { $0.claim == claim }?.verdict
  }

  /// The claim's number and the number that decided it: `[2: 1.21]`.
  static func reference(_ judgement: Judgement) -> String {
    guard let finding = judgement.decisive, let estimate = finding.estimate else {
      return "[\(judgement.claim.number)]"
    }
    let p = finding.pValue.map { ", p = \(NumberText.short($0))" } ?? ""
    return "[\(judgement.claim.number): \(NumberText.short(estimate))\(p)]"
  }
}

extension Answer {
  /// The answer of one study to the question of its table of claims.
  init(_ judgements: [Judgement], _ table: StudyTable) {
    self.init(
      entries: judgements.map {
        Entry(
          claim: $0.claim.number, title: $0.claim.title, verdict: $0.verdict,
          reference: Self.reference($0))
      }, table: table)
  }
}
