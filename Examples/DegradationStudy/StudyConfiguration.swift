import ArgumentParser
import Foundation
import GradusDatasets
import GradusExampleSupport
import GradusZoo

/// How much to run.
enum StudyPreset: String, Codable, ExpressibleByArgument {
  case quick, standard, overnight
  /// For tests of the program.
  case tiny

  /// Those that are offered.
  static var allValueStrings: [String] { [quick, standard, overnight].map(\.rawValue) }

  var steps: Int {
    switch self {
    case .tiny: 3
    case .quick: 120
    case .standard: 600
    case .overnight: 4800
    }
  }

  var seeds: [Int] {
    switch self {
    case .quick, .tiny: [1]
    case .standard: [1, 2, 3]
    case .overnight: [1, 2, 3, 4]
    }
  }

  var testImages: Int {
    switch self {
    case .tiny: 10
    case .quick: 2_000
    case .standard, .overnight: 10_000
    }
  }
}

/// Everything that decides a study's numbers; written to `config.json` before the first step.
struct StudyConfiguration: Codable, Equatable {
  var preset: StudyPreset
  var table: StudyTable
  var dataset: String
  var data: String?
  var depths: [Int]
  var kinds: [RunIdentity.Kind]
  var width: Int
  var seeds: [Int]
  var steps: Int
  var batchSize: Int
  var learningRate: Double
  var testImages: Int
  var momentum = 0.9
  var weightDecay = 1e-4
  /// The claims to be tested; nil for a study of nothing but the runs.
  var claims: ClaimSelection?

  /// Fills in what the options leave out; throws `UserError` on a nonsense value.
  init(_ options: StudyOptions) throws {
    preset = options.preset ?? .quick
    table = options.table ?? .degradation
    dataset = (options.dataset ?? .fashionMNIST).rawValue
    data = Self.absolute(options.data)
    depths = options.depths?.values ?? [20, 56]
    kinds = options.kinds?.values ?? [.plain, .residual]
    width = options.width ?? 16
    seeds = options.seeds?.values ?? preset.seeds
    steps = options.steps ?? preset.steps
    claims = try ClaimSelection(options, preset)
    batchSize = options.batchSize ?? 128
    learningRate = options.learningRate ?? 0.1
    testImages = options.testImages ?? preset.testImages
    if let claims {
      let scale = preset.scale()
      (seeds, steps, batchSize) = ([claims.seeds[0]], scale.curveSteps, scale.curveBatch)
      learningRate = scale.curveLearningRate
      testImages = options.testImages ?? scale.curveTestImages
    }
    try check()
  }

  /// Throws `UserError` with the name of the option when a value makes no sense.
  func check() throws {
    func require(_ isFine: Bool, _ problem: @autoclosure () -> String) throws {
      if !isFine { throw UserError(problem()) }
    }
    for depth in depths {
      try require(
        depth >= 8 && depth <= 2_000 && (depth - 2) % 6 == 0,
        "--depths: \(depth) is not 6n + 2; try 8, 14, 20, 32, 44, 56 or 110")
    }
    for seeds in [seeds, claims?.seeds ?? []] {
      for seed in seeds { try require(seed >= 0, "--seeds: \(seed) must not be negative") }
      try require(Set(seeds).count == seeds.count, "--seeds names a seed twice")
    }
    try require(Set(depths).count == depths.count, "--depths names a depth twice")
    try require(Set(kinds).count == kinds.count, "--kinds names a kind twice")
    try require((1...1_024).contains(width), "--width must be between 1 and 1024, not \(width)")
    try require(
      (1...10_000_000).contains(steps), "--steps must be between 1 and 10000000, not \(steps)")
    try require(
      (2...16_384).contains(batchSize), "--batch-size must be between 2 and 16384, not \(batchSize)"
    )
    try require(
      learningRate.isFinite && learningRate > 0 && learningRate <= 1_000,
      "--learning-rate must be a positive number up to 1000, not \(learningRate)")
    try require(testImages >= 1, "--test-images must be at least 1, not \(testImages)")
  }

  /// So that a study can be resumed from any folder.
  private static func absolute(_ path: String?) -> String? {
    path.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
  }

  /// What the options ask for that this configuration, of a study to be resumed, does not have.
  func conflict(with options: StudyOptions) -> String? {
    func differs<T: Equatable>(_ given: T?, _ own: T) -> Bool { given.map { $0 != own } ?? false }
    if differs(options.preset, preset) { return "--preset" }
    if differs(options.table, table) { return "--table" }
    if differs(options.dataset?.rawValue, dataset) { return "--dataset" }
    if options.data != nil && Self.absolute(options.data) != data { return "--data" }
    if differs(options.depths?.values, depths) { return "--depths" }
    if differs(options.kinds?.values, kinds) { return "--kinds" }
    if differs(options.width, width) { return "--width" }
    if differs(options.seeds?.values, claims?.seeds ?? seeds) { return "--seeds" }
    if let given = options.claims, given.numbers != claims?.numbers || claims == nil {
      return "--claims"
    }
    if differs(options.steps, steps) { return "--steps" }
    if differs(options.batchSize, batchSize) { return "--batch-size" }
    if differs(options.learningRate, learningRate) { return "--learning-rate" }
    if differs(options.testImages, testImages) { return "--test-images" }
    return nil
  }

  /// The runs, in the order they are made.
  var runs: [RunIdentity] {
    seeds.flatMap { seed in
      depths.flatMap { depth in
        kinds.map { RunIdentity(kind: $0, depth: depth, width: width, seed: UInt64(seed)) }
      }
    }
  }

  /// Option by option, for the report.
  var summary: [String: String] {
    let own =
      table == .degradation ? runSummary : dataSummary.merging(["table": table.rawValue]) { $1 }
    return own.merging(claims?.summary ?? [:]) { _, new in new }
  }

  private var dataSummary: [String: String] {
    ["preset": preset.rawValue, "dataset": dataset, "data": data ?? "default"]
  }

  private var runSummary: [String: String] {
    dataSummary.merging([
      "depths": depths.map(String.init).joined(separator: ","),
      "kinds": kinds.map(\.rawValue).joined(separator: ","), "width": "\(width)",
      "seeds": seeds.map(String.init).joined(separator: ","), "steps": "\(steps)",
      "batch-size": "\(batchSize)",
      "learning-rate": "\(learningRate), divided by 10 at 1/2 and 3/4 of the steps",
      "test-images": "\(testImages)", "momentum": "\(momentum)", "weight-decay": "\(weightDecay)",
      "initialisation": "He normal, fan-out",
      "augmentation": augmentation == nil ? "none" : "pad 4, crop, flip",
    ]) { $1 }
  }

  /// He et al. augment CIFAR images; garments and digits are used as they are.
  var augmentation: Augmentation? { dataset.hasPrefix("cifar") ? .standard : nil }

  /// The learning rate of each step.
  var schedule: (base: Double, milestones: [Int]) {
    (learningRate, [steps / 2, steps * 3 / 4].filter { $0 > 0 })
  }
}
