import Foundation
import Gradus
import GradusExampleSupport

extension StudyConfiguration: SettableConfiguration {
  /// All settings, in the order of `config.json`.
  static let settings: [Setting<Self>] = [
    .choice("preset", \.preset, StudyPreset.allCases, "how much to run"),
    .choice("table", \.table, StudyTable.allCases, "the table of claims"),
    .choice("dataset", \.dataset, DatasetChoice.names, "the images"),
    .text("data", \.data, "the data set's folder; Fashion-MNIST has Debian's as default"),
    .integers("depths", \.depths, 8...2_000, "depths of the nets, 6n + 2 each"),
    .integers(
      "repeatedDepths", \.repeatedDepths, 8...2_000,
      "depths of every seed, where the others are for the first alone; null for all"),
    .choices("kinds", \.kinds, RunIdentity.Kind.allCases, "kinds of nets"),
    .integer("width", \.width, 1...1_024, "channels of the first stage; 16 in the paper"),
    .integers("seeds", \.seeds, 0...1 << 52, "seeds, a run of every net for each"),
    .integer("steps", \.steps, 1...10_000_000, "training steps of each run"),
    .integer("batchSize", \.batchSize, 2...16_384, "images in a batch"),
    .number(
      "learningRate", \.learningRate, 1e-12...1_000,
      "divided by 10 at half and three quarters of the steps"),
    .integer("testImages", \.testImages, 1...1_000_000_000, "test images for the test error"),
    .number("momentum", \.momentum, 0...0.9999, "of SGD"),
    .number("weightDecay", \.weightDecay, 0...100, "of SGD"),
    .choice(
      "convolutionAccuracy", \.convolutionAccuracy, ConvolutionAccuracy.allCases,
      "how convolutions of the runs may round: direct as sums of products, fast by Winograd's larger "
        + "tiles; automatic is direct for narrow layers"),
    .custom(
      "claims", \.claims, "claims to test and their seeds; null for runs alone",
      expected: "an object of numbers and seeds, or null", read: ClaimSelection.read,
      write: ClaimSelection.json),
    .integer(
      "linearError", \.linearError, 0...100,
      "what a linear classifier gets wrong, in percent; null for the preset's own sizes"),
    .custom(
      "shard", \.shard, "the part of the study that is made here; null for all of it",
      expected: "a part such as 2/4, or null", isText: true,
      read: { value in
        if value == .null { return .some(nil) }
        if case .string(let text) = value { return Shard(text).map { .some($0) } }
        return nil
      },
      write: { $0.map { .string("\($0)") } ?? .null }),
  ]
}

extension ClaimSelection {
  private struct Container: SettableConfiguration {
    var numbers: [Int]?
    var seeds: [Int] = []

    static let settings: [Setting<Self>] = [
      .integers("numbers", \.numbers, 0...1_000_000, "the claims; null for all"),
      .integers("seeds", \.seeds, 0...1 << 52, "the seeds of the paired tests"),
    ]
  }

  /// Reads a selection or null; nil for anything else.
  fileprivate static func read(_ json: JSONValue) -> ClaimSelection?? {
    if json == .null { return .some(nil) }
    var read = Container()
    guard (try? read.apply(json, path: "claims")) != nil, !read.seeds.isEmpty else { return nil }
    return ClaimSelection(numbers: read.numbers, seeds: read.seeds)
  }

  /// A selection as JSON.
  fileprivate static func json(_ selection: ClaimSelection?) -> JSONValue {
    selection.map { Container(numbers: $0.numbers, seeds: $0.seeds).json } ?? .null
  }
}
