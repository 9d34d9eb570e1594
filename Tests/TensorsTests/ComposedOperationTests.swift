import Foundation
import GradusTensors
import GradusTestSupport
import Testing

/// Operations that are composed of others, against laws and loops; PyTorch's numbers are in LayersTests.
@Suite struct ComposedOperationTests {
  @Test(arguments: 0..<8) func sortingOrdersEachPlace(_ seed: Int) {
    var draws = Draws("sort", seed)
    let shape = Shape([draws.integer(1...4), draws.integer(1...5), draws.integer(1...4)])
    // Few different numbers, so that some are equal.
    let x = Tensor.generate(shape, dtype: .float64) { Double(($0 * 7 + seed) % 5) }
    for axis in 0..<3 {
      for descending in [false, true] {
        let (values, indices) = x.sorted(axis: axis, descending: descending)
        let columns = x.movedAxis(axis, to: -1).reshaped(to: [-1, shape[axis]])
        for row in 0..<columns.shape[0] {
          let numbers = (0..<shape[axis]).map { columns[row, $0] }
          let order = numbers.enumerated().sorted {
            $0.element == $1.element
              ? $0.offset < $1.offset
              : descending ? $0.element > $1.element : $0.element < $1.element
          }
          let found = values.movedAxis(axis, to: -1).reshaped(to: [-1, shape[axis]])
          #expect((0..<shape[axis]).map { found[row, $0] } == order.map(\.element))
          let places = Tensor(indices.map(Double.init), shape: shape, dtype: .float64)
            .movedAxis(axis, to: -1).reshaped(to: [-1, shape[axis]])
          #expect((0..<shape[axis]).map { Int(places[row, $0]) } == order.map(\.offset))
        }
        #expect(x.argSort(axis: axis, descending: descending) == indices)
      }
      #expect(x.argMax(axis: axis) == x.topK(1, axis: axis).indices)
      #expect(
        x.gathered(along: axis, x.argMin(axis: axis)).scalars
          == x.minimum(axes: [axis], keepingAxes: true).scalars)
    }
  }

  @Test func sortingPutsNaNBelowAllNumbers() {
    let x = Tensor([2, .nan, -.infinity, 1], dtype: .float32)
    #expect(x.argSort() == [1, 2, 3, 0])
    #expect(x.argSort(descending: true) == [0, 3, 2, 1])
  }

  @Test func masks() {
    let (a, b) = (Tensor([1, 1, 0, 0]), Tensor([1, 0, 1, 0]))
    #expect((a .& b).scalars == [1, 0, 0, 0] && (a .| b).scalars == [1, 1, 1, 0])
    #expect((a .^ b).scalars == [0, 1, 1, 0] && (.!a).scalars == [0, 0, 1, 1])
    let rows = Tensor([[1, 1], [0, 1], [0, 0]])
    #expect(rows.any(axes: [1]).scalars == [1, 1, 0] && rows.all(axes: [1]).scalars == [1, 0, 0])
    #expect(rows.any().item == 1 && rows.all().item == 0)
    let none = Tensor.zeros([0, 2])
    #expect(none.any(axes: [0]).scalars == [0, 0] && none.all(axes: [0]).scalars == [1, 1])
    #expect((Tensor([.nan]) .| Tensor([.nan])).scalars == [0])
  }

  @Test func normsStayInRange() {
    for size in [1e30, 1e-30] {
      let x = Tensor([3 * size, -4 * size], dtype: .float32)
      #expect(abs(x.norms().item / (5 * size) - 1) < 1e-6)
      #expect(abs(x.norms(order: 3).item / (pow(91, 1.0 / 3) * size) - 1) < 1e-6)
    }
    #expect(Tensor([0, 0]).norms().item == 0)
    #expect(
      Tensor([.infinity, 1]).norms().item == .infinity && Tensor([.nan, 1]).norms().item.isNaN)
  }

  @Test func splittingAndStackingAreInverse() {
    let x = Tensor.range(24).reshaped(to: [2, 3, 4])
    #expect(Tensor.concatenate(x.split(parts: 3, axis: 2), axis: 2).scalars == x.scalars)
    #expect(x.split(parts: 3, axis: 2).map { $0.shape[2] } == [2, 1, 1])
    let parts = x.split(lengths: [1, 1]).map { $0.reshaped(to: [3, 4]) }
    #expect(Tensor.stack(parts).scalars == x.scalars)
    let image = Tensor.range(48).reshaped(to: [1, 2, 3, 8])
    #expect(image.pixelShuffled(2).pixelUnshuffled(2).scalars == image.scalars)
    #expect(x.rolled(by: 5, axis: 1).rolled(by: -5, axis: 1).scalars == x.scalars)
    #expect(x.flipped().scalars == x.scalars.reversed())
  }

  @Test(arguments: [DType.float32, .float64]) func systemsOfManySizes(_ dtype: DType) {
    for size in [1, 2, 5, 17, 40] {
      var draws = Draws("solve", size)
      let a = draws.normal([3, size, size], dtype: dtype) + Tensor.identity(size, dtype: dtype) * 9
      let b = draws.normal([3, size, 2], dtype: dtype)
      let tolerance = dtype == .float32 ? 1e-5 : 1e-13
      #expect(relativeDifference(a.matmul(a.solve(b)), b) < tolerance)
      let identity = Tensor.identity(size, dtype: dtype).broadcast(to: a.shape)
      #expect(relativeDifference(a.inverse().matmul(a), identity) < tolerance)
      let symmetric = a.matmul(a, transposeRHS: true)
      let factor = symmetric.cholesky()
      #expect(relativeDifference(factor.matmul(factor, transposeRHS: true), symmetric) < tolerance)
      // det(l lᵀ) is the square of the product of the diagonal.
      let logarithms = symmetric.logAbsoluteDeterminant().scalars
      for (batch, logarithm) in logarithms.enumerated() {
        let sum = (0..<size).reduce(0.0) { $0 + 2 * log(factor[batch, $1, $1]) }
        #expect(abs(sum - logarithm) < tolerance * Double(10 * size))
      }
    }
    let swapped = Tensor([[0, 2], [3, 0]], dtype: dtype)
    #expect(swapped.determinant().item == -6)
    #expect(Tensor([[3]], dtype: dtype).determinant().item == 3)
    #expect(Tensor([[0, 0], [0, .nan]], dtype: dtype).determinant().item.isNaN)
    // Products of which parts leave the range, and one that leaves it itself.
    let (huge, tiny) = dtype == .float32 ? (1e38, 1e-38) : (1e300, 1e-300)
    let wide =
      Tensor.identity(4, dtype: dtype) * Tensor([huge, huge, tiny, tiny], dtype: dtype)
    #expect(abs(wide.determinant().item - 1) < 1e-5)
    #expect(abs(wide.logAbsoluteDeterminant().item) < 1e-5)
    let beyond = Tensor.identity(4, dtype: .float64) * -1e300
    #expect(beyond.determinant().item == .infinity)
    #expect(abs(beyond.logAbsoluteDeterminant().item / (1200 * log(10)) - 1) < 1e-14)
    #expect(Tensor([[1, 2], [2, 4]], dtype: dtype).determinant().item == 0)
  }

  @Test func singularSystemsAreNamed() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Tensor([[1, 2], [2, 4]]).solve(.ones([2, 1]))
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("solve: matrix 0 of shape [2, 2] is singular"))
  }

  @Test func cumulativeSumsAddUp() {
    let x = Tensor.generate([3, 1000, 2]) { Double($0 % 13) - 6 }
    let sums = x.cumulativeSum(axis: 1), reversed = x.cumulativeSum(axis: 1, reversed: true)
    #expect(sums[0..., -1].scalars == x.sum(axis: 1).scalars)
    #expect(reversed[0..., 0].scalars == x.sum(axis: 1).scalars)
    #expect((sums + reversed - x).scalars == (x.sum(axis: 1, keepingAxes: true) + x * 0).scalars)
  }
}
