import Foundation
import GradusAutodiff
import GradusTensors

/// The singular values of a function's Jacobian: by how much it stretches small changes of its input
/// in different directions. All are 1 in dynamical isometry (Saxe et al. 2013; Xiao et al. 2018).
///
///     let spectrum = JacobianSpectrum(at: images, example: 0) { model.layer1($0) }
///     spectrum.largest, spectrum.conditionNumber
///
/// A small Jacobian is written out and given to LAPACK; for a large one the largest values are found
/// by Lanczos' iteration on products from both sides.
public struct JacobianSpectrum: Sendable {
  /// The singular values, largest first; of an iteration those at the front are the accurate ones.
  public let values: [Double]
  /// For each, the distance within which there is an exact one; 0 where all are exact.
  public let errorBounds: [Double]
  /// Whether these are all singular values; else the least one is only an upper bound for the least.
  public let isComplete: Bool

  /// Finds singular values at a point.
  ///
  /// - Parameters:
  ///   - input: the point; a batch `[n, ...]` where `example` is given.
  ///   - example: the Jacobian of one example of the batch, the others being constants; nil for all.
  ///     The function must map examples one by one, as with frozen statistics.
  ///   - mode: how layers behave.
  ///   - statistics: frozen to hold batch statistics constant.
  ///   - exactUpTo: the longest shorter side of a Jacobian that is written out.
  ///   - iterations: products from each side where it is not.
  ///   - seed: decides the first vector.
  ///   - function: the function.
  public init(
    at input: Tensor, example: Int? = nil, mode: Tape.Mode = .training,
    statistics: Tape.BatchStatistics = .frozen, exactUpTo: Int = 512, iterations: Int = 40,
    seed: UInt64 = 0, _ function: (Variable) -> Variable
  ) {
    let jacobian = JacobianOperator(at: input, mode: mode, statistics: statistics, function)
    let domain = ExampleSpace(jacobian.inputShape, example, input.dtype)
    let range = ExampleSpace(jacobian.outputShape, example, input.dtype)
    let product = { (v: Tensor) in range.coordinates(of: jacobian.product(domain.tensor(v))) }
    let transposed = { (u: Tensor) in
      domain.coordinates(of: jacobian.transposedProduct(range.tensor(u)))
    }
    let isWide = range.size < domain.size
    let smaller = min(domain.size, range.size)
    precondition(smaller > 0, "JacobianSpectrum: the input or output has no elements")
    if smaller <= exactUpTo {
      let rows = (0..<smaller).map { index in
        let unit = Tensor.generate([smaller], dtype: .float64) { $0 == index ? 1 : 0 }
        return (isWide ? transposed(unit) : product(unit)).reshaped(to: [1, -1])
      }
      values = Tensor.concatenate(rows, axis: 0).singularValues().scalars
      errorBounds = values.map { _ in 0 }
      isComplete = true
      return
    }
    // From the smaller side, where the Jacobian has no kernel of its own.
    let start = Tensor.normal(
      [smaller], from: RandomStream(seed: seed, name: "Jacobian"), dtype: .float64)
    let found = GolubKahanLanczos(
      start: start, iterations: min(iterations, smaller), product: isWide ? transposed : product,
      transposed: isWide ? product : transposed)
    (values, errorBounds) = (found.values, found.errorBounds)
    isComplete = found.values.count == smaller
  }

  /// The largest singular value: the spectral norm.
  public var largest: Double { values.first ?? .nan }
  /// The least singular value found.
  public var smallest: Double { values.last ?? .nan }
  /// The largest over the least: infinite for a singular Jacobian, a lower bound unless `isComplete`.
  public var conditionNumber: Double { smallest > 0 ? largest / smallest : .infinity }
  /// The root of the mean square of all singular values found.
  public var rootMeanSquare: Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }
}

/// The numbers of one example of a batch, or of all, as a vector.
private struct ExampleSpace {
  let shape: Shape
  let example: Int?
  let dtype: DType

  init(_ shape: Shape, _ example: Int?, _ dtype: DType) {
    if let example {
      precondition(
        shape.rank >= 1 && example >= 0 && example < shape[0],
        "JacobianSpectrum: there is no example \(example) in shape \(shape)")
    }
    (self.shape, self.example, self.dtype) = (shape, example, dtype)
  }

  var size: Int { example == nil ? shape.count : shape.count / shape[0] }

  func coordinates(of tensor: Tensor) -> Tensor {
    let part = example.map { tensor.sliced(axis: 0, $0..<$0 + 1) } ?? tensor
    return part.converted(to: .float64).reshaped(to: [size])
  }

  func tensor(_ coordinates: Tensor) -> Tensor {
    let values = coordinates.converted(to: dtype)
    guard let example else { return values.reshaped(to: shape) }
    let one = values.reshaped(to: Shape([1] + shape.dimensions.dropFirst()))
    var (before, after) = (
      [Int](repeating: 0, count: shape.rank), [Int](repeating: 0, count: shape.rank)
    )
    before[0] = example
    after[0] = shape[0] - example - 1
    return one.padded(before: before, after: after)
  }
}
