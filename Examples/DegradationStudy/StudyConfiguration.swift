import Foundation
import Gradus
import GradusExampleSupport
import GradusStatistics

/// Everything that decides a study's numbers; written to `config.json` before the first step.
struct StudyConfiguration: Equatable, Sendable {
  var preset = StudyPreset.quick
  var table = StudyTable.degradation
  var dataset = BuiltInDataset.fashionMNIST.rawValue
  var data: String?
  var depths = [20, 56]
  /// The depths that every seed trains, where the others are for the first seed alone; nil for all.
  var repeatedDepths: [Int]?
  var kinds = [RunIdentity.Kind.plain, .residual]
  var width = 16
  var seeds = StudyPreset.quick.seeds
  var steps = StudyPreset.quick.steps
  var batchSize = 128
  var learningRate = 0.1
  var testImages = StudyPreset.quick.testImages
  var momentum = 0.9
  var weightDecay = 1e-4
  /// How convolutions of the runs may round; claims' experiments leave it to the library.
  var convolutionAccuracy = ConvolutionAccuracy.automatic
  /// The claims to be tested; nil for a study of nothing but the runs.
  var claims: ClaimSelection?
  /// What a linear classifier gets wrong of the images, in percent, which decides the budget; nil for
  /// a study that has its preset's sizes whatever its images are.
  var linearError: Int?
  /// The part of the study that is made in its folder; nil for all of it. It decides no number.
  var shard: Shard?

  /// Fills in what the options leave out; throws `UserError` on a nonsense value.
  init(_ options: StudyOptions) throws {
    preset = options.preset ?? .quick
    (seeds, steps, testImages) = (preset.seeds, preset.steps, preset.testImages)
    claims = try ClaimSelection(options, preset)
    if let claims {
      let scale = preset.scale()
      (seeds, steps, batchSize) = ([claims.seeds[0]], scale.curveSteps, scale.curveBatch)
      learningRate = scale.curveLearningRate
      testImages = options.table == .lecture ? scale.lectureTestImages : scale.curveTestImages
    }
    if preset == .fig6 {
      (dataset, depths) = (HeFigure6.dataset, HeFigure6.depths)
      repeatedDepths = options.depths == nil ? HeFigure6.repeatedDepths : nil
    }
    try apply(options)
    try check()
  }

  /// Reads the configuration of a study; throws `UserError` that names the file and the key.
  init(readingFrom folder: StudyFolder) throws {
    let path = folder.file("config.json")
    try self.init(JSONValue(readingFrom: path), path: path)
  }

  /// Reads the configuration of a study from a part of a file; throws `UserError` that names the file
  /// and the key.
  init(_ json: JSONValue, path: String) throws {
    guard case .object(let members) = json,
      Self.settings.allSatisfy({ setting in
        // Studies were made before there were two tables, parts, budgets and accuracies; paths and
        // claims may be left out.
        [
          "table", "data", "claims", "shard", "repeatedDepths", "linearError",
          "convolutionAccuracy",
        ].contains(setting.name)
          || members.contains { $0.key == setting.name }
      })
    else { throw UserError("\(path) is damaged or of another version of this program") }
    try apply(json, path: path)
    try check()
  }

  /// Throws `UserError` with the name of the option when values make no sense together.
  func check() throws {
    func require(_ isFine: Bool, _ problem: @autoclosure () -> String) throws {
      if !isFine { throw UserError(problem()) }
    }
    try require(
      dataset != DatasetChoice.pictures || data != nil,
      "--dataset folder needs the folder of the pictures: folder:DIR")
    try require(
      dataset != DatasetChoice.noise || data == nil,
      "--data: noise is made and has no folder; leave it out")
    for depth in depths {
      try require(
        (depth - 2) % 6 == 0,
        "--depths: \(depth) is not 6n + 2; try 8, 14, 20, 32, 44, 56 or 110")
    }
    try require(
      (claims?.seeds.count ?? 0) <= SignFlipTest.mostDifferences,
      "--seeds: the exact test takes at most \(SignFlipTest.mostDifferences) seeds")
    for seeds in [seeds, claims?.seeds ?? []] {
      try require(Set(seeds).count == seeds.count, "--seeds names a seed twice")
    }
    try require(Set(depths).count == depths.count, "--depths names a depth twice")
    try require(Set(kinds).count == kinds.count, "--kinds names a kind twice")
  }

  /// The option whose value this configuration, of a study to be resumed, does not have; nil for
  /// none.
  func conflict(with options: StudyOptions) throws -> String? {
    var asked = self
    try asked.apply(options)
    if let given = options.seeds?.values, claims != nil, given != claims?.seeds { return "--seeds" }
    if let given = options.claims, given.numbers != claims?.numbers || claims == nil {
      return "--claims"
    }
    return asked.difference(from: self).map(StudyOptions.name(ofSetting:))
  }

  /// The runs, in the order they are made.
  var runs: [RunIdentity] {
    seeds.flatMap { seed in
      depths.filter { seed == seeds[0] || isRepeated($0) }.flatMap { depth in
        kinds.map { RunIdentity(kind: $0, depth: depth, width: width, seed: UInt64(seed)) }
      }
    }
  }

  /// Whether every seed trains nets of a depth.
  func isRepeated(_ depth: Int) -> Bool { repeatedDepths?.contains(depth) ?? true }

  /// The runs of this part of the study.
  var ownRuns: [RunIdentity] {
    // Depth and width squared are what a step costs.
    shard?.dealt(runs) { Double($0.depth * $0.width * $0.width) } ?? runs
  }

  /// He et al. augment CIFAR images; garments and digits are used as they are.
  var augmentation: Augmentation? { dataset.hasPrefix("cifar") ? .standard : nil }

  /// The learning rate of each step of a net of a depth.
  func rates(depth: Int) -> LearningRateSchedule {
    let rates = LearningRateSchedule.steps(base: schedule.base, milestones: schedule.milestones)
    guard preset == .fig6, depth >= HeFigure6.slowDepth else { return rates }
    let (slow, rate) = (steps / HeFigure6.slowShare, learningRate)
    return LearningRateSchedule { $0 < slow ? rate / 10 : rates.learningRate(step: $0) }
  }

  /// The learning rate at first, and the steps at which it is divided by 10.
  var schedule: (base: Double, milestones: [Int]) {
    (learningRate, [steps / 2, steps * 3 / 4].filter { $0 > 0 })
  }
}
