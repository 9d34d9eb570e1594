import GradusClaims

/// The weight-gradient norms of one run as a table of layers and steps.
struct GradientProfile: Sendable {
  /// How the first layers' gradients compare with the last layers'.
  enum Verdict: String, Sendable {
    /// More than ten times larger in the first convolution than in the last one.
    case exploding
    /// Within a factor of ten.
    case healthy
    /// Less than a tenth.
    case vanishing
  }

  /// The layers from input to output.
  let layers: [String]
  /// The steps with measurements, ascending.
  let steps: [Int]
  private let norms: [String: [Int: Double]]

  /// Reads the norms of `record`.
  ///
  /// - Parameter layers: the paths from input to output; a path without measurements is left out,
  ///   and where none has any the order is told from the names.
  init(_ record: RunRecord, layers known: [String] = []) {
    norms = record.gradientNorms.mapValues { bySteps in
      var finite: [Int: Double] = [:]
      for (step, norm) in bySteps {
        if let step = Int(step), let norm, norm.isFinite { finite[step] = norm }
      }
      return finite
    }
    let measured = Set(norms.keys)
    let ordered = known.filter(measured.contains)
    layers = ordered.count == measured.count ? ordered : LayerOrder.sorted(measured)
    steps = Set(record.gradientNorms.values.flatMap { $0.keys.compactMap { Int($0) } }).sorted()
  }

  /// The steps 0, 1, 3, 10, 30, 100, … that were measured, and the last one measured.
  var logarithmicSteps: [Int] {
    var wanted: Set<Int> = [0]
    var power = 1
    while power <= steps.last ?? 0 {
      wanted.formUnion([power, 3 * power])
      power *= 10
    }
    return steps.filter { wanted.contains($0) || $0 == steps.last }
  }

  /// The norm of the gradient of `layer` at `step`, nil where it is missing or not finite.
  func norm(_ layer: String, at step: Int) -> Double? { norms[layer]?[step] }

  /// The first convolution, or the first layer where no path names one.
  var firstConvolution: String? { layers.first(where: LayerOrder.isConvolution) ?? layers.first }

  /// The last convolution, or the last layer where no path names one.
  var lastConvolution: String? { layers.last(where: LayerOrder.isConvolution) ?? layers.last }

  /// The norm of the first convolution's gradient divided by that of the last one's.
  func ratio(at step: Int) -> Double? {
    guard let first = firstConvolution, let last = lastConvolution,
      let above = norm(first, at: step), let below = norm(last, at: step), below > 0
    else { return nil }
    let ratio = above / below
    return ratio.isFinite ? ratio : nil
  }

  /// What a reader would conclude who sees `step` only.
  func verdict(at step: Int) -> Verdict? {
    ratio(at: step).map { $0 > 10 ? .exploding : $0 < 0.1 ? .vanishing : .healthy }
  }
}
