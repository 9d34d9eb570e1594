import Gradus
import GradusClaims
import GradusExampleSupport

/// The preset `power`: a study that a pilot has left with undecided claims spends its time on them.
///
/// The pilot's seeds decide how many are needed and are not used again: whoever adds seeds to those
/// that were looked at until a verdict appears finds more than there is.
struct PowerPreset {
  /// The minutes that are spent unless told otherwise.
  static let usualMinutes = 30

  /// The options of the study that the preset stands for.
  let options: StudyOptions
  /// What will be run and how long it takes, in a sentence.
  let statement: String

  /// Looks at the pilot; throws `UserError` where an option is missing or out of place, and where
  /// there is nothing to spend time on.
  init(_ typed: StudyOptions) throws {
    guard let path = typed.pilot else {
      throw UserError("--preset power needs a finished study to go on from: add --pilot DIR")
    }
    let given: [(name: String, isGiven: Bool)] = [
      ("--resume", typed.resume), ("--claims", typed.claims != nil),
      ("--seeds", typed.seeds != nil), ("--table", typed.table != nil),
      ("--dataset", typed.dataset != nil), ("--data", typed.data != nil),
      ("--depths", typed.depths != nil), ("--kinds", typed.kinds != nil),
      ("--width", typed.width != nil), ("--steps", typed.steps != nil),
      ("--batch-size", typed.batchSize != nil), ("--learning-rate", typed.learningRate != nil),
      ("--test-images", typed.testImages != nil),
    ]
    if let option = given.first(where: \.isGiven)?.name {
      throw UserError("\(option): the preset power takes it from the pilot; leave it out")
    }
    let minutes = typed.minutes ?? Self.usualMinutes
    guard (1...1_000_000).contains(minutes) else {
      throw UserError("--minutes takes a whole number from 1 to 1000000, not \(minutes)")
    }
    let records = try StudyRecords(try StudyFolder(existing: path))
    guard let plan = records.plan else {
      throw UserError("--pilot: the study in \(path) tests no claims")
    }
    let threads = typed.threads ?? Parallel.threadCount
    let choice = try PowerChoice(
      try Self.candidates(records), costs: Self.costs(records, plan), threads: max(1, threads),
      limit: 60 * Double(minutes))
    let first = (plan.seeds.max() ?? 0) + 1
    let seeds = (0..<choice.seeds).map { first + UInt64($0) }
    options = Self.options(typed, records.configuration, claims: choice.claims, seeds: seeds)
    statement =
      "claims \(choice.claims.map(String.init).joined(separator: ", ")) on \(choice.seeds) seeds "
      + "that the pilot has not seen (\(first) to \(first + UInt64(choice.seeds) - 1)): about "
      + "\(StepTimes.duration(choice.seconds)) on \(threads) threads"
  }

  private static func candidates(_ records: StudyRecords) throws -> [PowerChoice.Candidate] {
    let configuration = records.configuration
    let inputs = ExperimentInputs(
      configuration: configuration, data: try StudyData(configuration), isQuiet: true)
    let needs = Dictionary(
      uniqueKeysWithValues: configuration.experiments(inputs).map { ($0.name, $0.needs) })
    return PowerTable(records.judgements, records.evidence, testsClaims: true).decidable
      .compactMap { row in
        row.need?.needed.map { seeds in
          let own = Set(row.judgement.claim.experiments)
          return PowerChoice.Candidate(
            claim: row.judgement.claim.number, seeds: seeds,
            experiments: own.union(own.flatMap { needs[$0] ?? [] }))
        }
      }
  }

  /// What each of the pilot's experiments took; what was made on a seed of its own, such as a grid of
  /// learning rates, is made once.
  private static func costs(
    _ records: StudyRecords, _ plan: ExperimentPlan
  ) -> [ExperimentName: PowerChoice.Cost] {
    var costs: [ExperimentName: PowerChoice.Cost] = [:]
    for experiment in plan.experiments.map(\.name) {
      let trials = records.evidence[experiment]
      let seconds = trials.reduce(0) { $0 + $1.seconds }
      let isShared = Set(trials.map(\.seed)).isDisjoint(with: plan.seeds)
      costs[experiment] =
        isShared
        ? PowerChoice.Cost(once: seconds)
        : PowerChoice.Cost(perSeed: seconds / Double(max(1, plan.seeds.count)))
    }
    return costs
  }

  private static func options(
    _ typed: StudyOptions, _ pilot: StudyConfiguration, claims: [Int], seeds: [UInt64]
  ) -> StudyOptions {
    var options = typed
    (options.pilot, options.minutes) = (nil, nil)
    (options.preset, options.table) = (pilot.preset, pilot.table)
    options.dataset = DatasetList(argument: pilot.dataset)
    options.data = pilot.data
    options.claims = ClaimList(argument: claims.map(String.init).joined(separator: ","))
    options.seeds = NumberList(argument: seeds.map(String.init).joined(separator: ","))
    return options
  }
}

extension StudyOptions {
  /// These options, or those of the study that `--preset power` stands for, which it states.
  func resolved() throws -> StudyOptions {
    guard preset == .power else {
      if let option = pilot != nil ? "--pilot" : minutes != nil ? "--minutes" : nil {
        throw UserError("\(option) is for --preset power; leave it out")
      }
      return self
    }
    let power = try PowerPreset(self)
    if !quiet { StandardError.write(power.statement) }
    return power.options
  }
}
