import GradusClaims
import GradusExampleSupport

/// Undecided claims that fit into a given time, with as many seeds as their verdicts need.
struct PowerChoice: Equatable {
  /// A claim that seeds would decide.
  struct Candidate: Equatable {
    /// Its number.
    let claim: Int
    /// The seeds that its verdict needs.
    let seeds: Int
    /// What must be run for it.
    let experiments: Set<ExperimentName>
  }

  /// What an experiment takes, in seconds of one thread: for each seed, and once for all of them.
  struct Cost: Equatable {
    var perSeed = 0.0, once = 0.0
  }

  /// The numbers of the claims, ascending.
  let claims: [Int]
  /// The seeds that all of them get: as many as the most demanding needs.
  let seeds: Int
  /// What they take on the threads there are.
  let seconds: Double

  /// Takes claims in the order of the seeds they need for as long as all of them together stay
  /// within `limit` seconds; throws `UserError` where none fits, and where there are none.
  init(
    _ candidates: [Candidate], costs: [ExperimentName: Cost], threads: Int, limit: Double
  ) throws {
    var chosen: [Candidate] = []
    for next in candidates.sorted(by: { ($0.seeds, $0.claim) < ($1.seeds, $1.claim) }) {
      if Self.seconds(chosen + [next], costs, threads) <= limit { chosen.append(next) }
    }
    guard let most = chosen.map(\.seeds).max() else {
      guard let least = candidates.map({ Self.seconds([$0], costs, threads) }).min() else {
        throw UserError("--pilot: none of its undecided claims would be decided by more seeds")
      }
      let minutes = Int((least / 60).rounded(.up))
      throw UserError("--minutes: the cheapest undecided claim takes about \(minutes)")
    }
    (claims, seeds) = (chosen.map(\.claim).sorted(), most)
    seconds = Self.seconds(chosen, costs, threads)
  }

  private static func seconds(
    _ candidates: [Candidate], _ costs: [ExperimentName: Cost], _ threads: Int
  ) -> Double {
    let seeds = Double(candidates.map(\.seeds).max() ?? 0)
    let experiments = candidates.reduce(into: Set()) { $0.formUnion($1.experiments) }
    return experiments.compactMap { costs[$0] }.reduce(0) { $0 + $1.once + seeds * $1.perSeed }
      / Double(threads)
  }
}
