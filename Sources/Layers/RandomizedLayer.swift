import GradusAutodiff
import GradusTensors

/// A layer whose training forward is random: dropout, stochastic depth.
public protocol RandomizedLayer: Layer {
  /// The probability that something is dropped; 0 makes the layer deterministic.
  var probability: Double { get set }
}

extension RandomizedLayer {
  /// Traps unless the probability is in 0..<1.
  static func check(_ probability: Double) {
    precondition(
      probability >= 0 && probability < 1,
      "\(Self.self): the probability must be in 0..<1, not \(probability)")
  }

  /// `x` with one draw for each element of a shape that broadcasts to its own.
  func dropped(_ x: Variable, _ draws: Shape, on tape: Tape) -> Variable {
    let ones =
      x.isShapeOnly ? Tensor(shapeOnly: draws, dtype: x.dtype) : .ones(draws, dtype: x.dtype)
    return x * tape.constant(ones).dropout(probability: probability)
  }
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
