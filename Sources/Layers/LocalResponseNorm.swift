import GradusAutodiff
import GradusTensors

/// Local response normalisation across channels (Krizhevsky et al. 2012, §3.3).
public final class LocalResponseNorm: Layer {
  /// The number of neighbouring channels in the window.
  public let size: Int
  /// The weight of the window's sum, divided by `size` as in PyTorch and Caffe.
  public let alpha: Double
  /// The power of the denominator.
  public let beta: Double
  /// The constant of the denominator.
  public let k: Double

  /// Makes a layer; the defaults are AlexNet's, whose α = 10⁻⁴ multiplies the sum, not the mean.
  public init(size: Int = 5, alpha: Double = 5e-4, beta: Double = 0.75, k: Double = 2) {
    (self.size, self.alpha, self.beta, self.k) = (size, alpha, beta, k)
  }

  /// Normalises each pixel's channels.
  public func forward(_ x: Variable) -> Variable {
    x.localResponseNormalized(size: size, alpha: alpha, beta: beta, k: k)
  }
}
