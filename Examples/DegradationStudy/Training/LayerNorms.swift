import Gradus

/// The weighted layers of a net from input to output, and norms of what they hold.
struct LayerNorms {
  /// The layers' paths.
  let paths: [String]
  private let weights: [Parameter]

  init(_ model: any Classifier) {
    let gates = model.modules.filter { $0.module is SqueezeExcitation }.map { $0.path + "." }
    let layers: [(String, Parameter)] = model.modules.compactMap { path, module in
      // Gates lie beside the way from input to output.
      if gates.contains(where: path.hasPrefix) { return nil }
      if let layer = module as? Conv2d { return (path, layer.weight) }
      if let layer = module as? Linear { return (path, layer.weight) }
      return nil
    }
    (paths, weights) = (layers.map(\.0), layers.map(\.1))
  }

  /// The norm of each layer's weights.
  var ofWeights: [Double] { weights.map(\.value.norm) }

  /// The norm of each layer's weight gradient in the run that `probe` watched.
  func ofGradients(_ probe: GradientNorms) -> [Double] {
    paths.map { probe.norms[$0 + ".weight"] ?? .nan }
  }
}
