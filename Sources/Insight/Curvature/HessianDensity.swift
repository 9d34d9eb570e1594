import Foundation
import GradusTensors

/// How the eigenvalues of a loss's Hessian are spread, by stochastic Lanczos quadrature (Ubaru et al. 2017;
/// Ghorbani et al. 2019, "An Investigation into Neural Net Optimization via Hessian Eigenvalue Density", §2).
///
///     let hessian = HessianOperator(of: model) { tape in loss(tape) }
///     let density = HessianDensity(of: hessian, iterations: 80, draws: 10, seed: 1)
///     density.share(below: 0)                     // of the eigenvalues, that are negative
///     density.curve(points: 400, width: 0.01)     // to be plotted
///
/// Each draw runs Lanczos' iteration from a random vector, which gives places on the axis and a weight for
/// each; for any function, the weighted mean over the places estimates its mean over the eigenvalues, exactly
/// so in expectation for polynomials of a degree below twice the iterations.
public struct HessianDensity: Sendable {
  /// Places on the axis of eigenvalues, least first.
  public let places: [Double]
  /// The share of the spectrum that each place stands for; all together are 1.
  public let weights: [Double]
  /// The number of eigenvalues.
  public let size: Int

  /// Estimates a spectrum.
  ///
  /// Traps unless there is a draw and an iteration.
  ///
  /// - Parameters:
  ///   - hessian: the operator.
  ///   - iterations: the most products of a draw; as many as there are parameters give each draw the exact
  ///     eigenvalues.
  ///   - draws: how many random vectors are taken.
  ///   - seed: decides the vectors.
  public init(of hessian: HessianOperator, iterations: Int = 80, draws: Int = 10, seed: UInt64) {
    precondition(draws >= 1, "HessianDensity: needs at least one draw, not \(draws)")
    let stream = RandomStream(seed: seed, name: "spectral density")
    let found = (0..<draws).map { draw in
      LanczosEigenvalues(
        size: hessian.size, iterations: iterations, seed: stream.bits(draw),
        product: hessian.product)
    }
    let all = found.flatMap { zip($0.values, $0.weights) }.sorted { $0.0 < $1.0 }
    places = all.map(\.0)
    weights = all.map { $0.1 / Double(draws) }
    size = hessian.size
  }

  /// The mean over the eigenvalues of a function of them, such as a power.
  public func mean(of function: (_ eigenvalue: Double) -> Double) -> Double {
    zip(places, weights).reduce(0) { $0 + $1.1 * function($1.0) }
  }

  /// The share of the eigenvalues that lie below a number by more than a tolerance.
  ///
  /// An eigenvalue of 0, of which nets have many, becomes a place of either sign by rounding: the tolerance is a
  /// hundred-thousandth of the largest magnitude when it is nil, which the rounding of products hardly reaches.
  public func share(below bound: Double, tolerance: Double? = nil) -> Double {
    let largest = places.reduce(0) { max($0, abs($1)) }
    let limit = bound - (tolerance ?? 1e-5 * largest)
    return mean { $0 < limit ? 1 : 0 }
  }

  /// The density at a number, each place widened to a normal distribution of standard deviation `width`; traps
  /// unless that is positive.
  public func density(at eigenvalue: Double, width: Double) -> Double {
    precondition(width > 0, "HessianDensity: the width must be positive, not \(width)")
    return mean { place in
      let distance = (eigenvalue - place) / width
      return exp(-distance * distance / 2) / (width * (2 * .pi).squareRoot())
    }
  }

  /// The density at evenly spaced numbers from four widths below the least place to four above the largest;
  /// traps unless there are 2 points and the width is positive.
  public func curve(
    points: Int, width: Double
  ) -> [(eigenvalue: Double, density: Double)] {
    precondition(points >= 2, "HessianDensity: a curve needs at least 2 points, not \(points)")
    let start = (places.first ?? 0) - 4 * width
    let step = ((places.last ?? 0) + 4 * width - start) / Double(points - 1)
    return (0..<points).map { point in
      let eigenvalue = start + Double(point) * step
      return (eigenvalue, density(at: eigenvalue, width: width))
    }
  }
}
