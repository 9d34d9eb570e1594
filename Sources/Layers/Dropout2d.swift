import GradusAutodiff
import GradusTensors

/// Sets whole channels of images to zero at random in training and scales the rest; the identity in
/// inference (Tompson et al. 2015).
public final class Dropout2d: RandomizedLayer {
  /// The probability that a channel of an image is dropped.
  public var probability: Double {
    didSet { Self.check(probability) }
  }

  /// Makes a layer; traps when the probability is not in 0..<1.
  public init(_ probability: Double = 0.5) {
    Self.check(probability)
    self.probability = probability
  }

  /// Drops channels of `[n, ..., c]` when the tape is in training mode.
  public func forward(_ x: Variable) -> Variable {
    guard let tape = x.tape(for: "Dropout2d"), tape.mode == .training, probability > 0 else {
      return x
    }
    Tensor.require(x.shape.rank >= 2, "Dropout2d: images [n, ..., c] expected, not \(x.shape)")
    let perChannel = Shape(
      x.shape.dimensions.enumerated().map { axis, length in
        axis == 0 || axis == x.shape.rank - 1 ? length : 1
      })
    return dropped(x, perChannel, on: tape)
  }
}
