import GradusTensors

/// Eigenvalues of a symmetric operator that is known by its products with vectors (Lanczos 1950).
///
/// The vectors are orthogonalised against all earlier ones, so that no eigenvalue appears twice by
/// rounding. The ends of the spectrum converge first.
public struct LanczosEigenvalues: Sendable {
  /// The approximate eigenvalues, least first.
  public let values: [Double]
  /// For each value, the distance within which there is an exact eigenvalue.
  public let errorBounds: [Double]
  /// For each value, the share of the first vector that lies along its eigenvector; all together are 1. They are
  /// the weights of Gauss' quadrature over the spectrum (Golub and Welsch 1969).
  public let weights: [Double]
  /// The number of products with the operator.
  public let products: Int

  /// Runs the iteration.
  ///
  /// - Parameters:
  ///   - size: the number of rows of the operator.
  ///   - iterations: the greatest number of products; `size` of them give the whole spectrum.
  ///   - seed: decides the first vector.
  ///   - product: the operator times a vector `[size]` of element type float64.
  public init(
    size: Int, iterations: Int, seed: UInt64 = 0, product: (Tensor) -> Tensor
  ) {
    precondition(
      size > 0 && iterations > 0, "Lanczos: \(iterations) iterations of an operator of \(size) rows"
    )
    let start = Tensor.normal(
      [size], from: RandomStream(seed: seed, name: "Lanczos"), dtype: .float64)
    var basis = OrthonormalBasis()
    var vector = start / start.norm
    var (diagonal, beside): ([Double], [Double]) = ([], [])
    while true {
      basis.append(vector)
      let image = product(vector)
      diagonal.append(image.dot(vector))
      let rest = basis.orthogonalized(image)
      let length = rest.norm
      let scale = zip(diagonal, beside + [length]).map { abs($0) + abs($1) }.max() ?? 0
      // An invariant subspace: nothing is left to find from this start.
      let isClosed = !(length > 1e-12 * scale)
      if isClosed || diagonal.count >= min(size, iterations) {
        beside.append(isClosed ? 0 : length)
        break
      }
      beside.append(length)
      vector = rest / length
    }
    let (values, vectors) = Self.tridiagonal(diagonal, beside).symmetricEigenDecomposition()
    let count = diagonal.count
    self.values = values.scalars
    let last = beside.last ?? 0
    errorBounds = (0..<count).map { abs(last * vectors[count - 1, $0]) }
    weights = (0..<count).map { vectors[0, $0] * vectors[0, $0] }
    products = count
  }

  private static func tridiagonal(_ diagonal: [Double], _ beside: [Double]) -> Tensor {
    let count = diagonal.count
    return .generate([count, count], dtype: .float64) { index in
      let (row, column) = (index / count, index % count)
      if row == column { return diagonal[row] }
      return abs(row - column) == 1 ? beside[min(row, column)] : 0
    }
  }
}
