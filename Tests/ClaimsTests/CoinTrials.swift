import GradusClaims
import GradusTensors

extension ExperimentName {
  static let coins = ExperimentName("coins")
}

extension Subject {
  static let bent = Subject("bent"), fair = Subject("fair")
}

extension Quantity {
  static let heads = Quantity("share of heads")
}

/// Coins thrown with random numbers: an experiment that needs no net.
struct CoinTrials: Experiment {
  let name = ExperimentName.coins
  let summary = "Coins are thrown."
  let design = ["throws": "400"]
  var seeds: [UInt64] = [1, 2, 3, 4, 5]

  var trials: [Trial] { .all([.bent, .fair], seeds: seeds) { _ in 1 } }

  /// The chance of heads of each coin; nil diverges, as a training would.
  func measure(_ trial: Trial, _ chances: [Subject: Double?]) throws -> TrialRecord {
    guard let chance = chances[trial.subject] ?? nil else {
      throw DivergedSource(.coins, trial.subject, seed: trial.seed)
    }
    let stream = RandomStream(seed: trial.seed, name: trial.subject.rawValue)
    let throwing = (0..<400).map { stream.uniform($0) < chance ? 1.0 : 0 }
    return TrialRecord(trial, values: [.heads: throwing.reduce(0, +) / 400])
  }

  /// The claim that bent coins show heads more often.
  static let claim = Claim(
    1, "Bent coins show heads", source: "folklore",
    statement: "A bent coin shows heads more often.",
    expected: "a difference above 0", experiments: [.coins],
    criteria: [
      Criterion("share of heads, bent − fair", .positive) {
        $0.difference(.coins, .bent, minus: .fair, .heads)
      }
    ])
}
