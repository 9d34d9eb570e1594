import GradusTensors

extension GradientCheck {
  typealias Evaluate = ([Tensor]) -> [Tensor]
  typealias Differentiate = (_ inputs: [Tensor], _ cotangents: [Tensor]) -> [Tensor]

  /// Compares the gradients that `differentiate` gives for Σ cotangent · output with finite
  /// differences of `evaluate`, input by input.
  func compare(
    _ operation: String, _ kind: Failure.Kind, _ inputs: [Tensor], cotangents: [Tensor],
    tolerance: Double, evaluate: Evaluate, differentiate: Differentiate, _ result: inout Result
  ) {
    let outputs = evaluate(inputs)
    let candidates =
      comparesJacobian ? unitCotangents(outputs) : [(output: nil, cotangents: cotangents)]
    for (output, cotangents) in candidates {
      let gradients = differentiate(inputs, cotangents)
      // Differences of numbers this large lose so much to rounding that smaller derivatives drown.
      let floor = 1e-3 * contraction(outputs, cotangents, magnitudes: true)
      for position in inputs.indices {
        func slope(_ direction: Tensor) -> Double {
          derivative(of: evaluate, inputs, position, along: direction, cotangents)
        }
        func error(_ analytic: Double, _ numeric: Double) -> Double {
          let difference = abs(analytic - numeric)
          if difference == 0 { return 0 }
          let error = difference / max(abs(analytic), abs(numeric), floor)
          return error.isNaN ? .infinity : error
        }
        func worstElement() -> Failure? {
          let analytic = gradients[position].scalars
          let failures = analytic.indices.map { element in
            let numeric = slope(unit(inputs[position].shape, element))
            return Failure(
              operation: operation, kind: kind, input: position, element: element, output: output,
              analytic: analytic[element], numeric: numeric,
              relativeError: error(analytic[element], numeric))
          }
          return failures.max { $0.relativeError < $1.relativeError }
        }
        let direction = random(inputs[position].shape, "direction \(position)")
        let analytic = contraction([gradients[position]], [direction], magnitudes: false)
        let directional = comparesJacobian ? 0 : error(analytic, slope(direction))
        guard comparesJacobian || directional > tolerance else {
          result.note(directional, kind)
          continue
        }
        guard let worst = worstElement() else { continue }
        let found = max(directional, worst.relativeError)
        result.note(found, kind)
        if found > tolerance { result.failures.append(worst) }
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

  private func unit(_ shape: Shape, _ element: Int) -> Tensor {
    Tensor.generate(shape, dtype: .float64) { $0 == element ? 1 : 0 }
  }

  /// The central difference (8 f(h) - 8 f(-h) - f(2h) + f(-2h)) / 12h of Σ cotangent · output.
  private func derivative(
    of evaluate: Evaluate, _ inputs: [Tensor], _ position: Int, along direction: Tensor,
    _ cotangents: [Tensor]
  ) -> Double {
    func outputs(at distance: Double) -> [Tensor] {
      var moved = inputs
      moved[position] = inputs[position] + direction * distance
      return evaluate(moved)
    }
    func difference(_ distance: Double) -> Double {
      // Subtracted element by element before they are summed, so that rounding does not add up.
      let changes = zip(outputs(at: distance), outputs(at: -distance)).map { $0 - $1 }
      return contraction(changes, cotangents, magnitudes: false)
    }
    return (8 * difference(step) - difference(2 * step)) / (12 * step)
  }

  private func contraction(_ a: [Tensor], _ b: [Tensor], magnitudes: Bool) -> Double {
    zip(a, b).reduce(0) { total, pair in
      let product = (pair.0 * pair.1).scalars
      return total + product.reduce(0) { $0 + (magnitudes ? abs($1) : $1) }
    }
  }
}
