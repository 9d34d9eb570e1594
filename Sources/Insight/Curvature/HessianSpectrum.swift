import GradusAutodiff
import GradusLayers
import GradusTensors

/// The ends of the spectrum of a loss's Hessian by a model's parameters.
///
///     let spectrum = HessianSpectrum(of: model) { tape in
///       model(tape.constant(images)).crossEntropy(labels: labels)
///     }
///     spectrum.largest, spectrum.smallest
///
/// The least eigenvalue over the largest tells how far from convex the loss is at the weights (Li et
/// al. 2018, §6).
public struct HessianSpectrum: Sendable {
  /// The approximate eigenvalues, least first; those at the ends are the accurate ones.
  public let eigenvalues: [Double]
  /// For each, the distance within which there is an exact eigenvalue.
  public let errorBounds: [Double]

  /// Finds eigenvalues by Lanczos' iteration; one forward and `iterations` + 1 backward runs.
  ///
  /// - Parameters:
  ///   - model: a model that has values.
  ///   - mode: how its layers behave.
  ///   - iterations: how many products are taken; 20 to 80 for the ends of a large spectrum.
  ///   - seed: decides the first vector.
  ///   - loss: the loss of the model on the given tape.
  public init(
    of model: any Module, mode: Tape.Mode = .training, iterations: Int = 30, seed: UInt64 = 0,
    loss: (Tape) -> Variable
  ) {
    let hessian = HessianOperator(of: model, mode: mode, loss: loss)
    let found = LanczosEigenvalues(
      size: hessian.size, iterations: iterations, seed: seed, product: hessian.product)
    (eigenvalues, errorBounds) = (found.values, found.errorBounds)
  }

  /// The largest eigenvalue.
  public var largest: Double { eigenvalues.last ?? .nan }
  /// The least eigenvalue: the most negative one where the loss is not convex.
  public var smallest: Double { eigenvalues.first ?? .nan }
  /// The largest eigenvalues, largest first.
  public func top(_ count: Int) -> [Double] { Array(eigenvalues.reversed().prefix(count)) }
  /// |least / largest|, with the sign of the least: 0 or above where the loss is convex.
  public var negativity: Double { smallest / abs(largest) }
}
