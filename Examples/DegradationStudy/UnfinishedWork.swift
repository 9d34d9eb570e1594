import Gradus
import GradusClaims

/// What is left to do in a study's folder.
enum UnfinishedWork {
  /// The number of trials, or of runs where the study has nothing else, that the folder's part still has
  /// to make; throws with the name of a damaged file.
  static func count(in folder: StudyFolder, _ configuration: StudyConfiguration) throws -> Int {
    guard configuration.claims != nil else {
      return configuration.ownRuns.filter {
        !folder.contains(folder.name(of: $0) + "/result.json")
      }.count
    }
    let inputs = ExperimentInputs(
      configuration: configuration, data: try StudyData(configuration), isQuiet: true)
    return ExperimentRunner(
      configuration.experiments(inputs), store: folder.evidence,
      shard: configuration.shard ?? .whole
    ).remaining.count
  }
}

extension StudyConfiguration {
  /// What the study will do and how it will be judged.
  func plan(_ inputs: ExperimentInputs) -> ExperimentPlan {
    ExperimentPlan(
      experiments(inputs), claimTable.claims.filter { asksFor($0.number) },
      seeds: (claims?.seeds ?? seeds).map(UInt64.init), budget: budgetText(inputs.data))
  }

  /// The experiments that the claims of the study need, in the order they are made; none without claims.
  func experiments(_ inputs: ExperimentInputs) -> [any Experiment<ExperimentContext>] {
    guard let selection = claims else { return [] }
    return ExperimentCatalog.experiments(
      selection.numbers.map(claimTable.experiments(for:)) ?? table.experiments(in: preset), inputs)
  }
}
