import Gradus

/// The standard deviations of layer responses after normalisation and before addition and
/// rectification (He et al. 2015, Fig. 7), of every 3x3 layer from input to output.
enum ResponseDeviations {
  /// They follow from the parameters: a normalised channel has mean β and deviation γ, so over all
  /// channels the variance is the mean of γ² and the variance of β.
  static func ofLayers(_ model: any Classifier) -> [Double] {
    model.modules.compactMap { $0.module as? BatchNorm }.map { layer in
      let scale = layer.weight?.value.floats.map(Double.init) ?? [1]
      let shift = layer.bias?.value.floats.map(Double.init) ?? [0]
      let squares = scale.reduce(0) { $0 + $1 * $1 } / Double(scale.count)
      let mean = shift.reduce(0, +) / Double(shift.count)
      let spread = shift.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(shift.count)
      return (squares + spread).squareRoot()
    }
  }

  /// The median layer's.
  static func median(_ model: any Classifier) -> Double? {
    Quantile.median(ofLayers(model))
  }
}
