import Foundation
import Gradus
import GradusClaims

/// Everything a study has recorded, read back from its folder: what reports are made of.
struct StudyRecords {
  let configuration: StudyConfiguration
  let environment: [String: String]
  /// The runs of full-size nets that are finished, in the order they were made.
  let runs: [RunRecord]
  /// What was logged while they trained.
  let curves: [TrainingCurve]
  let evidence: Evidence
  /// What was planned before the first trial; nil for a study of nothing but runs.
  let plan: ExperimentPlan?

  /// Reads a folder; throws with the name of a file that is missing or damaged.
  init(_ folder: StudyFolder) throws {
    configuration = try StudyConfiguration(readingFrom: folder)
    environment = try folder.read([String: String].self, from: "environment.json")
    var (runs, curves): ([RunRecord], [TrainingCurve]) = ([], [])
    for identity in configuration.runs {
      let path = folder.name(of: identity) + "/result.json"
      guard folder.contains(path) else { continue }
      let record = try folder.read(RunRecord.self, from: path)
      runs.append(record)
      curves.append(try StudyRun.curve(record, folder))
    }
    var evidence = try folder.evidence.evidence(ExperimentCatalog.names)
    evidence[.curves] = zip(runs, curves).map { TrialRecord($0, layers: $1.layers) }
    (self.runs, self.curves, self.evidence) = (runs, curves, evidence)
    plan =
      configuration.claims == nil ? nil : try folder.read(ExperimentPlan.self, from: "plan.json")
  }

  /// The verdicts: on the claims that were asked for, or on those that the runs alone can decide.
  var judgements: [Judgement] {
    configuration.claimTable.claims.filter { configuration.asksFor($0.number) }
      .map { $0.judge(evidence) }
  }

  /// The contents of `results.json`: what does not hang on the machine, so without the times of steps,
  /// which each run's own record keeps.
  var results: StudyResults {
    var untimed = runs
    for index in untimed.indices { untimed[index].secondsPerStep = nil }
    return StudyResults(
      configuration: configuration.summary, runs: untimed, claims: judgements.map(ClaimRecord.init))
  }
}
