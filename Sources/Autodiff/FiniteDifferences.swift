import GradusTensors

/// Finite differences of Σ cotangent · output along directions of one argument, to which derivatives
/// are compared.
struct FiniteDifferences {
  /// A derivative beside its finite difference.
  struct Deviation {
    /// The difference of the two, relative to the greater magnitude.
    let error: Double
    /// The finite difference.
    let numeric: Double
    /// Whether finite differences disagree with each other, so that there is no derivative.
    let isAtKink: Bool
  }

  let evaluate: GradientCheck.Evaluate
  let arguments: [Tensor]
  let position: Int
  /// The function's value at the arguments.
  let outputs: [Tensor]
  let cotangents: [Tensor]
  let step: Double
  /// Derivatives smaller than this drown in rounding.
  let floor: Double
  let tolerance: Double

  /// Compares a derivative along a direction; where it is off, with a smaller step too, for a kink
  /// may lie between the points of the larger one.
  func deviation(from analytic: Double, along direction: Tensor) -> Deviation {
    let numeric = slope(along: direction, step)
    let error = relativeError(analytic, numeric)
    if error <= tolerance { return Deviation(error: error, numeric: numeric, isAtKink: false) }
    return finerDeviation(from: analytic, numeric, along: direction)
  }

  /// The element of a gradient that is furthest off; one at a kink only when no other is wrong.
  func worstElement(
    of gradient: Tensor
  ) -> (element: Int, analytic: Double, deviation: Deviation)? {
    let shape = arguments[position].shape
    let analytic = gradient.scalars
    let numeric = analytic.indices.map { slope(along: unit(shape, $0), step) }
    let errors = zip(analytic, numeric).map(relativeError)
    var worst: (element: Int, analytic: Double, deviation: Deviation)?
    for element in errors.indices.sorted(by: { errors[$0] > errors[$1] }) {
      let isOff = errors[element] > tolerance
      let deviation =
        isOff
        ? finerDeviation(from: analytic[element], numeric[element], along: unit(shape, element))
        : Deviation(error: errors[element], numeric: numeric[element], isAtKink: false)
      let candidate = (element, analytic[element], deviation)
      if deviation.error > tolerance, !deviation.isAtKink { return candidate }
      if deviation.error > worst?.deviation.error ?? -1 { worst = candidate }
      if !isOff { break }
    }
    return worst
  }

  private func finerDeviation(
    from analytic: Double, _ numeric: Double, along direction: Tensor
  ) -> Deviation {
    let fineStep = step / 25
    let fine = slope(along: direction, fineStep)
    let error = relativeError(analytic, fine)
    if error <= tolerance { return Deviation(error: error, numeric: fine, isAtKink: false) }
    return Deviation(error: error, numeric: fine, isAtKink: isKink(direction, fineStep, fine))
  }

  /// Whether the function has no slope along a direction: the differences of a smaller step are
  /// others, or the slopes on both sides do not draw together as the step shrinks.
  private func isKink(_ direction: Tensor, _ fineStep: Double, _ fine: Double) -> Bool {
    let finest = slope(along: direction, fineStep / 4)
    guard fine.isFinite, finest.isFinite else { return false }
    let (jump, fineJump) = (jump(along: direction, step), jump(along: direction, fineStep))
    let isBent = fineJump > 0.5 * jump && fineJump > 1e-5 * max(abs(fine), floor)
    // Rounding grows as the step shrinks.
    return isBent || relativeError(fine, finest) > max(tolerance, 1e-6)
  }

  private func relativeError(_ analytic: Double, _ numeric: Double) -> Double {
    let difference = abs(analytic - numeric)
    if difference == 0 { return 0 }
    let error = difference / max(abs(analytic), abs(numeric), floor)
    return error.isNaN ? .infinity : error
  }

  /// The central difference (8 f(h) - 8 f(-h) - f(2h) + f(-2h)) / 12h.
  private func slope(along direction: Tensor, _ step: Double) -> Double {
    func difference(_ distance: Double) -> Double {
      // Subtracted element by element before they are summed, so that rounding does not add up.
      let changes = zip(outputs(at: distance, direction), outputs(at: -distance, direction))
        .map { $0 - $1 }
      return contraction(changes, cotangents, magnitudes: false)
    }
    return (8 * difference(step) - difference(2 * step)) / (12 * step)
  }

  /// How far the slopes to the right and to the left are apart.
  private func jump(along direction: Tensor, _ step: Double) -> Double {
    let sides = zip(outputs(at: step, direction), outputs(at: -step, direction))
    let changes = zip(sides, outputs).map { ($0.0 - $1) + ($0.1 - $1) }
    return abs(contraction(changes, cotangents, magnitudes: false)) / step
  }

  private func outputs(at distance: Double, _ direction: Tensor) -> [Tensor] {
    var moved = arguments
    moved[position] = arguments[position] + direction * distance
    return evaluate(moved)
  }
}
