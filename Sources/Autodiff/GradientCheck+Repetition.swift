import GradusTensors

extension GradientCheck {
  /// Backward twice over one graph gives the same bits, and the rules that can be differentiated
  /// again give what the fused ones do, up to rounding.
  func repetitionFailures(_ subject: Subject, _ cotangent: Tensor) -> [Failure] {
    let runs = subject.repeatedGradients(cotangent: cotangent)
    guard let reference = runs.first else { return [] }
    let recorded = subject.gradients(
      subject.arguments, cotangents: [cotangent], createGraph: true)
    return differences(subject, .repetition, runs[1], reference, tolerance: 0)
      + differences(subject, .recordedGradient, recorded, reference, tolerance: 1e-10)
  }

  private func differences(
    _ subject: Subject, _ kind: Failure.Kind, _ actual: [Tensor], _ expected: [Tensor],
    tolerance: Double
  ) -> [Failure] {
    // A gradient that is 0 but for rounding, as that of a bias before batch normalisation, is judged
    // beside the others: the terms that cancel in it are about as large as they.
    let greatest = expected.reduce(1e-300) { max($0, Self.greatestMagnitude(of: $1)) }
    return zip(actual, expected).enumerated().compactMap { position, pair in
      let magnitude = max(Self.greatestMagnitude(of: pair.1), 1e-4 * greatest)
      let errors = zip(pair.0.scalars, pair.1.scalars).map { abs($0 - $1) / magnitude }
      guard let worst = errors.firstIndex(where: { !($0 <= tolerance) }) else { return nil }
      return Failure(
        operation: subject.operation, kind: kind, input: position, name: subject.names[position],
        element: worst, output: nil, analytic: pair.0.scalars[worst],
        numeric: pair.1.scalars[worst], relativeError: errors[worst], isAtKink: false)
    }
  }

  private static func greatestMagnitude(of x: Tensor) -> Double {
    x.scalars.reduce(0) { max($0, abs($1)) }
  }
}
