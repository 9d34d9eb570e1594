import Foundation
import GradusExampleSupport
import GradusInterchange

/// What a run has logged, read back from its folder.
struct RunLog {
  let losses: [TrainingCurve.Point]
  let errors: [TrainingCurve.Point]
  /// Layer path to step to norm.
  let gradientNorms: [String: [Int: Double]]
  /// The records as they stand in the file, a JSON object each.
  let lines: [Substring]

  /// Reads the logs in a run's folder; throws with the file's name.
  init(_ folder: String, layers: [String]) throws {
    let text = String(decoding: try FileContents.read(folder + "/metrics.jsonl"), as: UTF8.self)
    lines = text.split(separator: "\n")
    let metrics = try Self.decode(lines, folder + "/metrics.jsonl")
    losses = metrics.map { .init(step: $0.step, value: $0.values["loss"] ?? .nan) }
    errors = metrics.compactMap { record in
      record.values["error"].map { .init(step: record.step, value: $0) }
    }
    let path = folder + "/gradients/metrics.jsonl"
    let gradientText = String(decoding: try FileContents.read(path), as: UTF8.self)
    let records = try Self.decode(gradientText.split(separator: "\n"), path)
    var norms: [String: [Int: Double]] = [:]
    for record in records {
      for layer in layers { norms[layer, default: [:]][record.step] = record.values[layer] }
    }
    gradientNorms = norms
  }

  private static func decode(
    _ lines: [Substring], _ path: String
  ) throws -> [(step: Int, values: [String: Double])] {
    try lines.enumerated().map { number, line in
      guard
        let record = try? JSONDecoder().decode([String: Double?].self, from: Data(line.utf8)),
        let step = record["step"] ?? nil
      else { throw UserError("\(path): line \(number + 1) is not a record") }
      return (Int(step), record.compactMapValues { $0 })
    }
  }
}
