import GradusTensors

extension GradientCheck {
  typealias Evaluate = ([Tensor]) -> [Tensor]
  typealias Differentiate = (_ arguments: [Tensor], _ cotangents: [Tensor]) -> [Tensor]

  /// Compares the gradients that `differentiate` gives for Σ cotangent · output with finite
  /// differences of `evaluate`, argument by argument.
  func compare(
    _ subject: Subject, _ kind: Failure.Kind, _ arguments: [Tensor], cotangents: [Tensor],
    tolerance: Double, evaluate: @escaping Evaluate, differentiate: Differentiate,
    _ result: inout Result
  ) {
    let outputs = evaluate(arguments)
    let candidates =
      comparesJacobian ? unitCotangents(outputs) : [(output: nil, cotangents: cotangents)]
    for (output, cotangents) in candidates {
      let gradients = differentiate(arguments, cotangents)
      // Differences of numbers this large lose so much to rounding that smaller derivatives drown.
      let floor = 1e-3 * contraction(outputs, cotangents, magnitudes: true)
      for position in arguments.indices {
        let differences = FiniteDifferences(
          evaluate: evaluate, arguments: arguments, position: position, outputs: outputs,
          cotangents: cotangents, step: step, floor: floor, tolerance: tolerance)
        let direction = random(arguments[position].shape, "direction \(position)")
        let whole =
          comparesJacobian
          ? nil
          : differences.deviation(
            from: contraction([gradients[position]], [direction], magnitudes: false),
            along: direction)
        if let whole, whole.error <= tolerance {
          result.note(whole.error, kind)
          continue
        }
        guard let worst = differences.worstElement(of: gradients[position]) else { continue }
        // A kink along the direction says nothing when every element by itself is right.
        let isAcross = whole?.isAtKink == true && worst.deviation.error <= tolerance
        let found = isAcross ? worst.deviation.error : max(whole?.error ?? 0, worst.deviation.error)
        result.note(found, kind)
        guard found > tolerance else { continue }
        result.failures.append(
          Failure(
            operation: subject.operation, kind: kind, input: position,
            name: subject.names[position], element: worst.element, output: output,
            analytic: worst.analytic, numeric: worst.deviation.numeric,
            relativeError: worst.deviation.error, isAtKink: worst.deviation.isAtKink))
      }
    }
  }

  /// Each output element on its own: the rows of the Jacobian.
  private func unitCotangents(_ outputs: [Tensor]) -> [(output: Int?, cotangents: [Tensor])] {
    var rows: [(output: Int?, cotangents: [Tensor])] = []
    for (position, output) in outputs.enumerated() {
      for element in 0..<output.count {
        var cotangents = outputs.map { $0.filled(with: 0) }
        cotangents[position] = unit(output.shape, element)
        rows.append((rows.count, cotangents))
      }
    }
    return rows
  }
}

/// 1 at one element, else 0.
func unit(_ shape: Shape, _ element: Int) -> Tensor {
  Tensor.generate(shape, dtype: .float64) { $0 == element ? 1 : 0 }
}

/// Σ a · b over all elements of all tensors, or that of the products' magnitudes.
func contraction(_ a: [Tensor], _ b: [Tensor], magnitudes: Bool) -> Double {
  zip(a, b).reduce(0) { total, pair in
    let product = (pair.0 * pair.1).scalars
    return total + product.reduce(0) { $0 + (magnitudes ? abs($1) : $1) }
  }
}
