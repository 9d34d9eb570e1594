import Gradus

/// A sample beside what Gradus makes of it.
struct Comparison {
  let sample: ConformanceSample
  let rule: ConformanceRule
  /// The share of the largest number by which numbers may differ.
  var tolerance = 1e-9
  /// Where derivatives are not compared.
  var deviation: ConformanceOperations.Deviation?

  /// What differs: the value, a gradient or a product with the Hessian; nil for nothing.
  func problem() throws -> String? {
    let call = ConformanceCall(sample)
    let outputs: [Variable]
    do { outputs = try rule(call) } catch let unequal as Unequal { return unequal.text }
    guard outputs.count == sample.outputs.count else {
      return "\(outputs.count) results, not \(sample.outputs.count)"
    }
    for (found, expected) in zip(outputs, sample.outputs) {
      guard found.shape.dimensions == expected.shape else {
        return "shape \(found.shape), not \(expected.shape)"
      }
      let text = Self.difference(found.value.scalars, expected.values, within: tolerance)
      if let text { return "value: \(text)" }
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
    let slopes = call.tape.gradients(
      of: loss, withRespectTo: leaves.map(\.variable), keepGraph: true, createGraph: true)
    if let text = unequal(leaves, slopes, gradients) { return "gradient, \(text)" }
    guard let products = sample.products else { return nil }
    var slope: Variable?
    for (leaf, direction) in zip(leaves, sample.directions) {
      guard let own = slopes.variableGradient(of: leaf.variable), own.requiresGradient else {
        continue
      }
      let shape = leaf.layout.pyTorchShape(leaf.variable.shape)
      let toward = Tensor(direction.map(\.value), shape: shape, dtype: .float64)
      let part = (own * leaf.layout.fromPyTorch(toward)).sum()
      slope = slope.map { $0 + part } ?? part
    }
    let second = slope.map {
      call.tape.gradients(of: $0, withRespectTo: leaves.map(\.variable))
    }
    return unequal(leaves, second, products).map { "second derivative, \($0)" }
  }

  /// Where derivatives differ; those that are missing are 0.
  private func unequal(
    _ leaves: [ConformanceCall.Leaf], _ found: Gradients?,
    _ expected: [[ConformanceSample.Number]?]
  ) -> String? {
    for (place, (leaf, numbers)) in zip(leaves, expected).enumerated() {
      let zeros = [Double](repeating: 0, count: leaf.variable.count)
      var own = found?[leaf.variable].map { leaf.layout.toPyTorch($0).scalars } ?? zeros
      let numbers = numbers ?? zeros.map { .init($0) }
      if let deviation {
        let inputs = leaf.layout.toPyTorch(leaf.variable.value).scalars
        for (index, x) in inputs.enumerated() where deviation.isThere(x, numbers[index].value) {
          own[index] = numbers[index].value
        }
      }
      let text = Self.difference(own, numbers, within: tolerance)
      if let text { return "input \(place): \(text)" }
    }
    return nil
  }

  /// Where two lists differ by more than a share of the largest number, nil for nowhere.
  static func difference(
    _ found: [Double], _ expected: [ConformanceSample.Number], within tolerance: Double = 1e-9
  ) -> String? {
    guard found.count == expected.count else { return "\(found.count) numbers" }
    let scale = 1 + (expected.map { abs($0.value) }.filter(\.isFinite).max() ?? 0)
    for (place, (a, b)) in zip(found, expected.map(\.value)).enumerated() {
      if a == b || (a.isNaN && b.isNaN) || abs(a - b) < tolerance * scale { continue }
      return "\(a) at \(place), not \(b)"
    }
    return nil
  }
}
