import GradusAutodiff
import GradusTensors

/// Sets elements to zero at random in training and scales the rest; the identity in inference.
public final class Dropout: RandomizedLayer {
  /// The probability that an element is dropped.
  public var probability: Double {
    didSet { Self.check(probability) }
  }

  /// Makes a layer; traps when the probability is not in 0..<1.
  public init(_ probability: Double = 0.5) {
    Self.check(probability)
    self.probability = probability
  }

  /// Drops elements when the tape is in training mode.
  public func forward(_ x: Variable) -> Variable {
    x.mode == .training ? x.dropout(probability: probability) : x
  }
}
