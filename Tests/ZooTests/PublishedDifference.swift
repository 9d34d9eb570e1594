import Foundation
import Testing

@testable import Zoo

/// How far a network's record lies from one of another implementation.
struct PublishedDifference {
  /// The largest relative difference of any number, and where it is.
  private(set) var worst = (error: 0.0, place: "nothing compared")
  /// How many numbers were compared.
  private(set) var count = 0

  /// Compares logits, the loss and all gradients and statistics that `expected` lists.
  ///
  /// Single elements are compared relative to the norm of their tensor, and norms below 10⁻⁶ of the
  /// largest gradient, which are rounding residues of an exact zero, relative to that bound.
  init(_ actual: ParityRecord, _ expected: ParityRecord) {
    compare("eval logits", actual.evalLogits.norm, expected.evalLogits.norm)
    for (image, (a, b)) in zip(actual.evalLogits.first, expected.evalLogits.first).enumerated() {
      for (x, y) in zip(a, b) {
        compare("logits of image \(image)", x, y, scale: expected.evalLogits.norm)
      }
    }
    compare("loss", actual.train.loss, expected.train.loss)
    compare("gradient of", actual.train.gradients, expected.train.gradients)
    compare("statistics", actual.train.buffers, expected.train.buffers)
  }

  private mutating func compare(
    _ kind: String, _ actual: [String: ParityRecord.Digest],
    _ expected: [String: ParityRecord.Digest]
  ) {
    let floor = 1e-6 * (expected.values.map(\.norm).max() ?? 0)
    for (name, digest) in expected {
      let scale = max(digest.norm, floor)
      // Published implementations leave auxiliary heads out.
      let total = actual.filter { !$0.key.hasPrefix("aux_head.") }
        .reduce(0) { $0 + $1.value.norm * $1.value.norm }.squareRoot()
      let norm = name == "all" ? total : actual[name]?.norm ?? .nan
      compare("\(kind) \(name)", norm, digest.norm, scale: scale)
      for (x, y) in zip(actual[name]?.first ?? [], digest.first) {
        compare("\(kind) \(name)", x, y, scale: scale)
      }
    }
  }

  private mutating func compare(
    _ place: String, _ actual: Double, _ expected: Double, scale: Double? = nil
  ) {
    count += 1
    let error = abs(actual - expected) / max(scale ?? abs(expected), .leastNormalMagnitude)
    if !(error <= worst.error) { worst = (error.isNaN ? .infinity : error, place) }
  }
}

/// Records of other implementations, from the folder `Goldens`.
enum PublishedRecords {
  /// The record of a network in a file of its own.
  static func record(_ name: String) throws -> ParityRecord {
    try JSONDecoder().decode(ParityRecord.self, from: data(name))
  }

  /// The records of several networks in one file.
  static func records(_ file: String) throws -> [ParityRecord] {
    try JSONDecoder().decode([ParityRecord].self, from: data(file))
  }

  private static func data(_ name: String) throws -> Data {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Goldens"))
    return try Data(contentsOf: url)
  }
}
