import Foundation
import GradusAutodiff
import GradusTestSupport
import Testing

@testable import GradusTensors

/// Elementwise functions, broadcasting, reductions, rearrangement and products against plain loops.
@Suite struct ParityElementwiseTests {
  /// Index arithmetic by definition: the row-major position in `shape` of multi-index `index`
  /// of a broadcast result.
  private func offset(_ index: [Int], in shape: Shape, of target: Shape) -> Int {
    var result = 0
    for axis in 0..<shape.rank {
      let position = index[axis + target.rank - shape.rank]
      result = result * shape[axis] + (shape[axis] == 1 ? 0 : position)
    }
    return result
  }

  private func indices(_ shape: Shape) -> [[Int]] {
    shape.dimensions.reduce([[]]) { partial, length in
      partial.flatMap { prefix in (0..<length).map { prefix + [$0] } }
    }
  }

  @Test(arguments: [
    (Shape([2, 3, 4]), Shape([2, 3, 4])), (Shape([2, 3, 4]), Shape([4])),
    (Shape([2, 3, 4]), Shape([3, 1])), (Shape([5]), Shape([2, 1, 5])),
    (Shape([2, 1, 4]), Shape([1, 3, 1])), (Shape([]), Shape([3, 2])),
    (Shape([1]), Shape([1])), (Shape([6, 1, 1, 5]), Shape([6, 7, 3, 1])),
    (Shape([0, 3]), Shape([3])),
  ])
  func broadcastingFollowsTheDefinition(_ a: Shape, _ b: Shape) throws {
    var draws = Draws("broadcast", a.count)
    for dtype in DType.allCases {
      let (x, y) = (draws.normal(a, dtype: dtype), draws.normal(b, dtype: dtype))
      let target = try #require(a.broadcast(with: b))
      let (xs, ys) = (x.scalars, y.scalars)
      let expected = indices(target).map {
        xs[offset($0, in: a, of: target)] - 2 * ys[offset($0, in: b, of: target)]
      }
      let result = x - (y + y)
      #expect(result.shape == target)
      #expect(relativeDifference(result, Tensor(expected, shape: target, dtype: dtype)) < 1e-6)
    }
  }

  @Test func shapesThatDoNotBroadcastAreNamed() async {
    #expect(Shape([2, 3]).broadcast(with: [4]) == nil)
    await #expect(processExitsWith: .failure) {
      _ = Tensor.zeros([2, 3]) + Tensor.zeros([4])
    }
  }

  @Test func unaryFunctions() {
    let values = [-2.5, -1, -0.0, 0, 0.3, 1, 2, 7, .infinity, -.infinity, .nan]
    let x = Tensor(values, shape: [values.count], dtype: .float64)
    func check(_ y: Tensor, _ name: String = #function, _ f: (Double) -> Double) {
      for ((a, b), argument) in zip(zip(y.scalars, values.map(f)), values) {
        #expect(
          a == b || abs(a - b) <= 1e-14 * max(1, abs(b)) || (a.isNaN && b.isNaN),
          "\(name) of \(argument) is \(a), not \(b)")
      }
    }
    for function in OpCase.functions {
      check(function.apply(Variable(x)).value, function.name, function.reference)
    }
    check(x.sign()) { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
    check(x.power(3)) { $0 * $0 * $0 }
    check(x.clamped(to: -1...2)) { min(max($0, -1), 2) }
    check(-x) { -$0 }
    check(x / 4 + 1 - 3) { $0 / 4 - 2 }
  }

  @Test func nanPassesThroughSelections() {
    let x = Tensor([.nan, 1], shape: [2])
    #expect(x.relu().scalars[0].isNaN)
    #expect(
      x.maximum(Tensor([0, .nan], shape: [2])).scalars.filter(\.isNaN).count == 2)
    #expect(x.maximum(axes: nil).item.isNaN)
    #expect(!x.isFinite && x.firstNonFiniteIndex == 0)
    #expect(Tensor([1, .infinity], shape: [2]).isFinite == false)
    #expect(
      Tensor([1, -.infinity], shape: [2]).kept(
        wherePositive: Tensor([1, 0], shape: [2])
      )
      .scalars == [1, 0])
  }

  @Test(arguments: [
    (Shape([3, 4, 5]), [0]), (Shape([3, 4, 5]), [1]), (Shape([3, 4, 5]), [2]),
    (Shape([3, 4, 5]), [0, 1]), (Shape([3, 4, 5]), [0, 2]), (Shape([3, 4, 5]), [1, 2]),
    (Shape([3, 4, 5]), [0, 1, 2]), (Shape([1, 7, 1, 2]), [1]), (Shape([2, 3, 2, 3]), [0, 2]),
    (Shape([2, 3, 2, 3]), [1, 3]), (Shape([3000, 3]), [0]), (Shape([3, 9000]), [1]),
    (Shape([40_000]), [0]), (Shape([2, 3]), []),
  ])
  func reductionsFollowTheDefinition(_ shape: Shape, _ axes: [Int]) {
    var draws = Draws("reduce", shape.count + axes.count)
    for dtype in DType.allCases {
      let x = draws.normal(shape, dtype: dtype)
      let target = shape.reduced(axes: axes, keepingAxes: true)
      var (sum, top, low) = (
        [Double](repeating: 0, count: target.count),
        [Double](repeating: -.infinity, count: target.count),
        [Double](repeating: .infinity, count: target.count)
      )
      for (index, value) in zip(indices(shape), x.scalars) {
        let at = offset(index, in: target, of: shape)
        sum[at] += value
        top[at] = max(top[at], value)
        low[at] = min(low[at], value)
      }
      let bound = dtype == .float64 ? 1e-14 : 1e-6
      for (result, expected) in [
        (x.sum(axes: axes, keepingAxes: true), sum),
        (x.maximum(axes: axes, keepingAxes: true), top),
        (x.minimum(axes: axes, keepingAxes: true), low),
      ] {
        #expect(
          relativeDifference(result, Tensor(expected, shape: target, dtype: dtype)) < bound)
      }
      #expect(x.sum(axes: axes).shape == shape.reduced(axes: axes, keepingAxes: false))
    }
  }

  @Test func sumsOfManyFloatsStayExact() {
    let ones = Tensor.full([3_000_001], 0.1, dtype: .float32)
    #expect(abs(ones.sum().item - Double(Float(0.1)) * 3_000_001) < 0.1)
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2], [0, 2, 1], [2, 0, 1]])
  func permutationsFollowTheDefinition(_ order: [Int]) {
    var draws = Draws("permute", order[0])
    let x = draws.normal([3, 4, 5])
    let y = x.permuted(order)
    for index in indices(y.shape) {
      var source = [0, 0, 0]
      for (axis, from) in order.enumerated() { source[from] = index[axis] }
      #expect(y[index[0], index[1], index[2]] == x[source[0], source[1], source[2]])
    }
  }

  @Test func slicesPadsAndJoinsAreInverse() {
    var draws = Draws("slice", 1)
    for _ in 0..<40 {
      let shape = Shape((0..<3).map { _ in draws.integer(1...6) })
      let x = draws.normal(shape)
      let before = (0..<3).map { _ in draws.integer(0...2) }
      let after = (0..<3).map { _ in draws.integer(0...2) }
      let padded = x.padded(before: before, after: after, value: 7)
      let box = (0..<3).map { before[$0]..<before[$0] + shape[$0] }
      #expect(padded.sliced(box).scalars == x.scalars)
      #expect(padded.scalars.filter { $0 == 7 }.count == padded.count - x.count)
      let axis = draws.integer(0...2)
      let cut = draws.integer(0...shape[axis])
      let parts = [
        x.sliced(axis: axis, 0..<cut), x.sliced(axis: axis, cut..<shape[axis]),
      ]
      #expect(Tensor.concatenate(parts, axis: axis).scalars == x.scalars)
    }
  }

  @Test func gatherAndScatterAreTransposes() {
    var draws = Draws("gather", 1)
    for axis in 0..<3 {
      let x = draws.normal([3, 4, 5])
      let indices = (0..<6).map { _ in draws.integer(0...x.shape[axis] - 1) }
      let y = x.gathered(indices, axis: axis)
      #expect(
        y.sliced(axis: axis, 2..<3).scalars
          == x.sliced(axis: axis, indices[2]..<indices[2] + 1).scalars)
      let g = draws.normal(y.shape)
      let back = g.scatteredAdd(indices, axis: axis, length: x.shape[axis])
      #expect(abs((y * g).sum().item - (x * back).sum().item) < 1e-12)
    }
  }

  @Test func matrixProductsFollowTheDefinition() {
    var draws = Draws("matmul", 1)
    for item in 0..<60 {
      let (m, n, k) = (draws.integer(1...40), draws.integer(1...40), draws.integer(1...40))
      let (ta, tb) = (item % 2 == 1, item / 2 % 2 == 1)
      let batch = item % 3 == 0 ? [] : [draws.integer(1...3)]
      let a = draws.normal(Shape(batch + (ta ? [k, m] : [m, k])))
      let b = draws.normal(Shape((item % 5 == 0 ? [] : batch) + (tb ? [n, k] : [k, n])))
      let c = a.matmul(b, transposeLHS: ta, transposeRHS: tb)
      let (left, right) = (ta ? a.transposed() : a, tb ? b.transposed() : b)
      let (ls, rs) = (left.scalars, right.scalars)
      let count = batch.reduce(1, *)
      var expected = [Double](repeating: 0, count: count * m * n)
      for item in 0..<count {
        for i in 0..<m {
          for j in 0..<n {
            for l in 0..<k {
              expected[(item * m + i) * n + j] +=
                ls[(item * m + i) * k + l] * rs[(right.rank == 2 ? 0 : item * k * n) + l * n + j]
            }
          }
        }
      }
      #expect(
        relativeDifference(c, Tensor(expected, shape: Shape(batch + [m, n]), dtype: .float64))
          < 1e-13)
    }
  }
}
