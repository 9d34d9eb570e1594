import GradusLayers
import GradusTensors

/// What an optimiser does otherwise for one parameter than for the rest.
///
///     SGD(model, momentum: 0.9, weightDecay: 1e-4) { path, parameter in
///       path.hasPrefix("fc.") ? ParameterSettings(rate: 10) : .standard
///     }
public struct ParameterSettings: Sendable, Hashable {
  /// Gives each parameter of a model its settings, by the path and the parameter.
  public typealias Choice = (_ path: String, _ parameter: Parameter) -> ParameterSettings

  /// The factor of the learning rate.
  public let rate: Double
  /// The weight decay; the optimiser's own when nil.
  public let weightDecay: Double?
  /// Whether the optimiser leaves the parameter alone.
  let isExcluded: Bool

  /// Makes settings; traps on a rate or decay that is negative or not finite.
  public init(rate: Double = 1, weightDecay: Double? = nil) {
    self.init(rate: rate, weightDecay: weightDecay, isExcluded: false)
  }

  private init(rate: Double, weightDecay: Double?, isExcluded: Bool) {
    precondition(
      rate >= 0 && rate.isFinite && (weightDecay ?? 0) >= 0 && (weightDecay ?? 0).isFinite,
      "parameter settings: rate \(rate) and weight decay \(weightDecay.map { "\($0)" } ?? "nil") "
        + "must be finite numbers of at least 0")
    (self.rate, self.weightDecay, self.isExcluded) = (rate, weightDecay, isExcluded)
  }

  /// Those of the optimiser.
  public static let standard = ParameterSettings()

  /// The parameter is not this optimiser's: it is not moved, needs no gradient and has no state.
  public static let excluded = ParameterSettings(rate: 0, weightDecay: nil, isExcluded: true)

  /// No weight decay on biases and on the scales and shifts of normalisations, which are the
  /// parameters with one axis at most (He et al. 2019, "Bag of Tricks", §3.1).
  ///
  ///     SGD(model, weightDecay: 1e-4, settings: ParameterSettings.noDecayOnNormsAndBiases)
  public static func noDecayOnNormsAndBiases(
    _ path: String, _ parameter: Parameter
  ) -> ParameterSettings {
    parameter.shape.rank <= 1 ? ParameterSettings(weightDecay: 0) : .standard
  }
}
