import GradusTensors
import GradusTestSupport
import Testing

/// Products large enough to be cut in every way, against sums of products too small to be cut.
@Suite struct MatrixProductTests {
  /// The product as a sum over pieces of the inner side, column block by column block.
  private func piecewise(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (k, n) = (a.shape[1], b.shape[1])
    let columns = stride(from: 0, to: n, by: 64).map { column in
      let block = b.sliced(axis: 1, column..<min(n, column + 64))
      return stride(from: 0, to: k, by: 250).map { start in
        let range = start..<min(k, start + 250)
        return a.sliced(axis: 1, range).matmul(block.sliced(axis: 0, range))
      }.reduce(Tensor.zeros([a.shape[0], block.shape[1]], dtype: a.dtype), +)
    }
    return .concatenate(columns, axis: 1)
  }

  @Test(
    arguments: [
      (16, 513, 1100), (5, 2051, 1000), (128, 1024, 80), (129, 1024, 80), (300, 70, 500),
      (70, 300, 500), (1, 2051, 1000), (1, 129, 130), (1, 7, 3000), (1, 40000, 1),
      (1, 300, 40000), (1, 8, 9000),
    ], [(false, false), (true, false), (false, true), (true, true)])
  func cutProductsFollowTheDefinition(_ size: (m: Int, k: Int, n: Int), _ flags: (Bool, Bool)) {
    var draws = Draws("cut matmul", size.m)
    let a = draws.normal([size.m, size.k])
    let b = draws.normal([size.k, size.n])
    let expected = piecewise(a, b)
    let (left, right) = (flags.0 ? a.transposed() : a, flags.1 ? b.transposed() : b)
    let product = left.matmul(right, transposeLHS: flags.0, transposeRHS: flags.1)
    #expect(relativeDifference(product, expected) < 1e-13)
  }

  /// A row of a matrix that is multiplied with zero is not left out.
  @Test(arguments: DType.allCases, [false, true])
  func zeroTimesNaNIsNaN(_ dtype: DType, _ transposed: Bool) {
    var draws = Draws("row times NaN", 1)
    var (x, w) = (draws.normal([1, 300]).scalars, draws.normal([300, 200]).scalars)
    (x[123], w[123 * 200 + 77]) = (0, .nan)
    let row = Tensor(x, shape: [1, 300], dtype: dtype)
    let matrix = Tensor(w, shape: [300, 200], dtype: dtype)
    let y = row.matmul(transposed ? matrix.transposed() : matrix, transposeRHS: transposed).scalars
    #expect(y.indices.filter { y[$0].isNaN } == [77])
  }
}
