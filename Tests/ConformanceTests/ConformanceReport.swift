import Foundation
import Gradus

/// What became of the samples of an operation.
struct ConformanceReport {
  let operation: String
  private(set) var equal = 0
  /// Samples that are done differently on purpose, by the reason.
  private(set) var different: [String: Int] = [:]
  /// What is unequal, in a line for each sample.
  private(set) var failures: [String] = []

  var tried: Int { equal + different.values.reduce(0, +) + failures.count }

  /// Runs the samples of a file of `Scripts/make-conformance-samples.py`.
  init(_ file: URL, _ rule: ConformanceRule) throws {
    operation = file.deletingPathExtension().lastPathComponent
    let text = try String(contentsOf: file, encoding: .utf8)
    for line in text.split(separator: "\n") {
      let sample = try JSONDecoder().decode(ConformanceSample.self, from: Data(line.utf8))
      do {
        if let problem = try Self.problem(sample, rule) {
          failures.append("\(sample.call): \(problem)")
        } else {
          equal += 1
        }
      } catch let reason as Different { different[reason.reason, default: 0] += 1 }
    }
  }

  /// What differs: the value, a gradient or a product with the Hessian; nil for nothing.
  private static func problem(_ sample: ConformanceSample, _ rule: ConformanceRule) throws
    -> String?
  {
    let tape = Tape(.training, updatesStatistics: false, step: 0)
    let call = ConformanceCall(sample, on: tape)
    let outputs = try rule(call)
    guard outputs.count == sample.outputs.count else {
      return "\(outputs.count) results, not \(sample.outputs.count)"
    }
    for (found, expected) in zip(outputs, sample.outputs) {
      guard found.shape.dimensions == expected.shape else {
        return "shape \(found.shape), not \(expected.shape)"
      }
      if let text = difference(found.value.scalars, expected.values) { return "value: \(text)" }
    }
    guard let gradients = sample.gradients else { return nil }
    let loss = zip(outputs, sample.cotangents).reduce(Variable(Tensor(0, dtype: .float64))) {
      sum, part in
      let cotangent = Tensor(part.1.map(\.value), shape: part.0.shape, dtype: .float64)
      return part.0.requiresGradient ? sum + (part.0 * cotangent).sum() : sum
    }
    guard loss.requiresGradient else {
      return gradients.contains { $0?.contains { $0.value != 0 } ?? false } ? "no gradient" : nil
    }
    let leaves = call.leaves
    let slopes = tape.gradients(of: loss, withRespectTo: leaves, keepGraph: true, createGraph: true)
    let zeros = leaves.map { [Double](repeating: 0, count: $0.count) }
    func unequal(_ found: [Tensor?], _ expected: [[ConformanceSample.Number]?]) -> String? {
      for (place, numbers) in expected.enumerated() {
        let text = difference(
          found[place]?.scalars ?? zeros[place],
          numbers ?? zeros[place].map { .init($0) })
        if let text { return "input \(place): \(text)" }
      }
      return nil
    }
    if let text = unequal(leaves.map { slopes[$0] }, gradients) { return "gradient, \(text)" }
    guard let products = sample.products else { return nil }
    var slope: Variable?
    for (leaf, direction) in zip(leaves, sample.directions) {
      guard let own = slopes.variableGradient(of: leaf), own.requiresGradient else { continue }
      let part = (own * Tensor(direction.map(\.value), shape: leaf.shape, dtype: .float64)).sum()
      slope = slope.map { $0 + part } ?? part
    }
    let second = slope.map { tape.gradients(of: $0, withRespectTo: leaves) }
    return unequal(leaves.map { second?[$0] }, products).map { "second derivative, \($0)" }
  }

  /// Where two lists differ by more than 1e-9 of the largest number, nil for nowhere.
  private static func difference(
    _ found: [Double], _ expected: [ConformanceSample.Number]
  ) -> String? {
    guard found.count == expected.count else { return "\(found.count) numbers" }
    let scale = 1 + (expected.map { abs($0.value) }.filter(\.isFinite).max() ?? 0)
    for (place, (a, b)) in zip(found, expected.map(\.value)).enumerated() {
      if a == b || (a.isNaN && b.isNaN) || abs(a - b) < 1e-9 * scale { continue }
      return "\(a) at \(place), not \(b)"
    }
    return nil
  }
}
