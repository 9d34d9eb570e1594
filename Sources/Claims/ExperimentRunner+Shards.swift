import GradusDatasets

extension ExperimentRunner {
  /// A trial and the experiment it belongs to.
  public typealias PlannedTrial = (experiment: any Experiment<Context>, trial: Trial)

  /// The trials of one part of the study, in the order they are made.
  ///
  /// Trials that build on each other stay together, so that no part waits for another or repeats its
  /// work; such groups are dealt out by their cost. All parts together make each trial once.
  public func trials(of shard: Shard) -> [PlannedTrial] {
    let all = trials
    let mine = Set(
      shard.dealt(Self.groups(all)) { group in group.reduce(0) { $0 + all[$1].trial.cost } }
        .flatMap { $0 })
    return all.indices.filter(mine.contains).map { all[$0] }
  }

  /// The positions of the trials that build on each other, directly or through others; groups and their
  /// members in the order of the trials.
  static func groups(_ trials: [PlannedTrial]) -> [[Int]] {
    var parents = Array(trials.indices)
    func root(_ place: Int) -> Int {
      var place = place
      while parents[place] != place { place = parents[place] }
      return place
    }
    for (place, needs) in needs(trials).enumerated() {
      for other in needs {
        let (first, second) = (root(place), root(other))
        parents[max(first, second)] = min(first, second)
      }
    }
    let members = Dictionary(grouping: trials.indices, by: root)
    return members.keys.sorted().map { members[$0] ?? [] }
  }
}
