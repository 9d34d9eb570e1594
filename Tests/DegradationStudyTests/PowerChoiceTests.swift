import ArgumentParser
import Foundation
import GradusClaims
import GradusExampleSupport
import Testing

@testable import DegradationStudy

/// The preset power takes what fits into its time, and asks for seeds that the pilot has not seen.
@Suite struct PowerChoiceTests {
  private let nets = ExperimentName("nets"), grid = ExperimentName("grid")
  private let curves = ExperimentName("curves of nets")

  private var costs: [ExperimentName: PowerChoice.Cost] {
    [
      nets: PowerChoice.Cost(perSeed: 10), grid: PowerChoice.Cost(once: 30),
      curves: PowerChoice.Cost(perSeed: 100),
    ]
  }

  private var candidates: [PowerChoice.Candidate] {
    [
      .init(claim: 13, seeds: 12, experiments: [nets]),
      .init(claim: 22, seeds: 8, experiments: [nets, grid]),
      .init(claim: 23, seeds: 9, experiments: [curves]),
    ]
  }

  private func choice(_ limit: Double) throws -> PowerChoice {
    try PowerChoice(candidates, costs: costs, threads: 2, limit: limit)
  }

  @Test func itTakesWhatFitsAndTheSeedsOfTheMostDemanding() throws {
    let all = try choice(1_000)
    #expect(all.claims == [13, 22, 23] && all.seeds == 12)
    // Twelve seeds of 110 seconds and the grid, on two threads.
    #expect(all.seconds == (12 * 110 + 30) / 2)
    // Claim 23 alone would take 450 seconds.
    let some = try choice(100)
    #expect(some.claims == [13, 22] && some.seeds == 12 && some.seconds == 75)
    #expect(try choice(55).claims == [22])
  }

  @Test func whatDoesNotFitIsSaid() {
    let short = #expect(throws: UserError.self) { try choice(50) }
    #expect(short?.description == "--minutes: the cheapest undecided claim takes about 1")
    let none = #expect(throws: UserError.self) {
      try PowerChoice([], costs: costs, threads: 2, limit: 1_000)
    }
    #expect(none?.description.contains("none of its undecided claims") == true)
  }

  /// A pilot whose claim 23 has a mean of twice its spread over five seeds, of which one points the
  /// other way: that takes a few more.
  private func pilot(_ files: StudyFiles) throws {
    let options = try StudyOptions.parse(
      ["--preset", "tiny", "--dataset", "mnist", "--data", files.path("data"), "--claims", "23"])
    let configuration = try StudyConfiguration(options)
    let folder = try StudyFolder(new: files.output)
    try folder.make("runs")
    let inputs = ExperimentInputs(
      configuration: configuration, data: try StudyData(configuration), isQuiet: true)
    try folder.write(["processor": "invented"], to: "environment.json")
    try folder.write(configuration.plan(inputs), to: "plan.json")
    let gaps: [Double] = [0.3, 0.5, -0.05, 0.4, 0.35]
    for (seed, gap) in zip(UInt64(1)..., gaps) {
      for (experiment, losses) in [
        (ExperimentName.convolutionalDepth, [1, 2]), (.width, [1, 1.5 - gap]),
      ] {
        for (net, loss) in zip([Subject.plain(8), .plain(14)], losses) {
          let trial = Trial(subject: net, seed: seed, cost: 0)
          var record = TrialRecord(trial, values: [.trainLoss: loss])
          record.seconds = 30
          try folder.evidence.record(record, trial, of: experiment)
        }
      }
    }
    try folder.write(configuration)
  }

  @Test func thePilotsUndecidedClaimsGetNewSeeds() throws {
    let files = try StudyFiles()
    try pilot(files)
    let typed = try StudyOptions.parse([
      "--preset", "power", "--pilot", files.output, "--threads", "2", "--output", "more",
    ])
    let power = try PowerPreset(typed)
    let study = try StudyConfiguration(power.options)
    #expect(study.preset == .tiny && study.dataset == "mnist" && study.data == files.path("data"))
    let seeds = try #require(study.claims?.seeds)
    #expect(study.claims?.numbers == [23] && seeds.first == 6 && seeds.count > 5)
    #expect(seeds == Array(6..<6 + seeds.count))
    // Four trials of 30 seconds per seed, on two threads.
    #expect(power.statement.contains("about \(StepTimes.duration(Double(60 * seeds.count)))"))
  }

  @Test(arguments: [
    ("--preset power", "--preset power needs a finished study to go on from: add --pilot DIR"),
    (
      "--preset power --pilot x --seeds 1",
      "--seeds: the preset power takes it from the pilot; leave it out"
    ),
    (
      "--preset power --pilot x --minutes 0",
      "--minutes takes a whole number from 1 to 1000000, not 0"
    ),
    ("--preset power --pilot nowhere", "there is no study in nowhere: config.json is missing"),
    ("--pilot x", "--pilot is for --preset power; leave it out"),
    ("--minutes 3", "--minutes is for --preset power; leave it out"),
  ]) func wrongOptionsAreNamed(_ arguments: String, _ problem: String) throws {
    let typed = try StudyOptions.parse(arguments.split(separator: " ").map(String.init))
    let error = #expect(throws: UserError.self) { _ = try typed.resolved() }
    #expect(error?.description == problem)
  }

  /// Twenty pairs are what the exact test enumerates; claims before training ask for three times the
  /// seeds.
  @Test func seedsStayWithinTheExactTest() throws {
    for count in 1...20 {
      let scale = StudyPreset.quick.scale(seeds: (1...UInt64(count)).map { $0 })
      #expect(scale.initialSeeds.count <= 20 && scale.initialSeeds.count >= count)
      #expect(Set(scale.initialSeeds).count == scale.initialSeeds.count)
    }
    #expect(StudyPreset.quick.scale().initialSeeds.count == 15)
    let seeds = (1...21).map(String.init).joined(separator: ",")
    let error = #expect(throws: UserError.self) {
      try StudyConfiguration(StudyOptions.parse(["--claims", "13", "--seeds", seeds]))
    }
    #expect(error?.description == "--seeds: the exact test takes at most 20 seeds")
  }
}
