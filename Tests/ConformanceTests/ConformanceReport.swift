import Foundation
import Gradus

/// What became of the samples of an operation.
struct ConformanceReport {
  let operation: String
  private(set) var equal = 0
  /// Samples that are done differently on purpose, by the reason.
  private(set) var different: [String: Int] = [:]
  /// Why numbers are compared less closely, if they are.
  private(set) var allowance: String?
  /// What is unequal, in a line for each sample.
  private(set) var failures: [String] = []

  var tried: Int { equal + different.values.reduce(0, +) + failures.count }

  init(operation: String) { self.operation = operation }

  /// Runs the samples of a file of `Scripts/make-conformance-samples.py`.
  init(_ file: URL, _ rule: @escaping ConformanceRule) throws {
    let name = file.deletingPathExtension().lastPathComponent
    self.init(operation: name)
    var note: String?
    for line in try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")) {
      let sample = try JSONDecoder().decode(ConformanceSample.self, from: line)
      try count {
        var comparison = Comparison(sample: sample, rule: rule)
        guard let problem = try comparison.problem() else { return nil }
        if let allowed = ConformanceOperations.allowances[name] {
          comparison.tolerance = allowed.tolerance
          note = "within \(allowed.tolerance): \(allowed.reason)"
        }
        comparison.deviation = ConformanceOperations.deviations[name]
        if try comparison.problem() != nil { return "\(sample.call): \(problem)" }
        if let deviation = comparison.deviation { throw Different(deviation.reason) }
        return nil
      }
    }
    allowance = note
  }

  /// Counts a sample by what is wrong with it: nil for nothing.
  mutating func count(_ problem: () throws -> String?) throws {
    do {
      if let problem = try problem() { failures.append(problem) } else { equal += 1 }
    } catch let reason as Different { different[reason.reason, default: 0] += 1 }
  }
}
