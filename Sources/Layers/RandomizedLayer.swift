/// A layer whose training forward is random: dropout, stochastic depth.
public protocol RandomizedLayer: Layer {
  /// The probability that something is dropped; 0 makes the layer deterministic.
  var probability: Double { get set }
}

extension Module {
  /// Runs `body` while no layer of this module drops anything, for comparisons of exact numbers.
  public func withoutRandomization<R>(_ body: () throws -> R) rethrows -> R {
    let layers = modules.compactMap { $0.module as? any RandomizedLayer }
    let probabilities = layers.map(\.probability)
    for layer in layers { layer.probability = 0 }
    defer {
      for (layer, probability) in zip(layers, probabilities) { layer.probability = probability }
    }
    return try body()
  }
}
