import GradusAutodiff
import GradusTensors

/// Drops a residual branch for whole images at random in training (Huang et al. 2016, §3).
///
/// What remains is divided by the probability of surviving, so that inference needs no scaling.
/// Put it at the end of the branch, before the shortcut is added.
public final class StochasticDepth: RandomizedLayer {
  /// The probability that an image's branch is dropped.
  public var probability: Double {
    didSet { Self.check(probability) }
  }

  /// Makes a layer; traps when the probability is not in 0..<1.
  public init(_ probability: Double) {
    Self.check(probability)
    self.probability = probability
  }

  /// Drops whole images (entries of the first axis) when the tape is in training mode.
  public func forward(_ x: Variable) -> Variable {
    guard let tape = x.tape(for: "StochasticDepth"), tape.mode == .training, probability > 0 else {
      return x
    }
    let perImage = Shape([x.shape[0]] + x.shape.dimensions.dropFirst().map { _ in 1 })
    return dropped(x, perImage, on: tape)
  }
}
