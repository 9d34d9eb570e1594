import GradusTensors

/// Singular values of an operator that is known by its products with vectors from both sides (Golub
/// and Kahan 1965), with full orthogonalisation.
struct GolubKahanLanczos {
  /// The approximate singular values, largest first.
  let values: [Double]
  /// For each value, the distance within which there is an exact singular value.
  let errorBounds: [Double]

  /// Runs the iteration.
  ///
  /// - Parameters:
  ///   - start: the first vector, float64; the iteration stays among what can be reached from it.
  ///   - iterations: the greatest number of products from each side.
  ///   - product: the operator times a vector like `start`, as float64.
  ///   - transposed: its transpose times such a result.
  init(
    start: Tensor, iterations: Int, product: (Tensor) -> Tensor, transposed: (Tensor) -> Tensor
  ) {
    var (right, left) = (OrthonormalBasis(), OrthonormalBasis())
    var (diagonal, above): ([Double], [Double]) = ([], [])
    var v = start / start.norm
    while true {
      right.append(v)
      let p = left.orthogonalized(product(v))
      let alpha = p.norm
      let scale = (diagonal + above + [alpha]).max() ?? 0
      guard alpha > 1e-13 * scale else {
        // A vector of the kernel: one singular value is zero.
        diagonal.append(0)
        above.append(0)
        break
      }
      let u = p / alpha
      left.append(u)
      diagonal.append(alpha)
      let r = right.orthogonalized(transposed(u))
      let beta = r.norm
      above.append(beta > 1e-13 * scale ? beta : 0)
      guard beta > 1e-13 * scale, diagonal.count < iterations else { break }
      v = r / beta
    }
    let count = diagonal.count
    let (u, s, _) = Self.bidiagonal(diagonal, above).singularValueDecomposition()
    values = s.scalars
    let last = above.last ?? 0
    errorBounds = (0..<count).map { abs(last * u[count - 1, $0]) }
  }

  private static func bidiagonal(_ diagonal: [Double], _ above: [Double]) -> Tensor {
    let count = diagonal.count
    return .generate([count, count], dtype: .float64) { index in
      let (row, column) = (index / count, index % count)
      return row == column ? diagonal[row] : column == row + 1 ? above[row] : 0
    }
  }
}
