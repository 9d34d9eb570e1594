import GradusTensors
import GradusTestSupport
import Testing

/// Operators with numbers, assignments, comparisons and replacements, against loops over elements.
@Suite struct OperatorTests {
  private static let values: [Double] = [-2, -0.5, 0, 1, 3, .infinity, -.infinity, .nan]

  private static func same(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
  }

  @Test(arguments: DType.allCases) func numbersStandOnEitherSide(_ dtype: DType) {
    let values = [-2, -0.5, 0.25, 1, 3]
    let x = Tensor(values, shape: [5], dtype: dtype)
    for (result, expected) in [
      (2 + x, values.map { 2 + $0 }), (2 - x, values.map { 2 - $0 }),
      (2 * x, values.map { 2 * $0 }), (x + 2, values.map { $0 + 2 }),
      (x - 2, values.map { $0 - 2 }), (x * 2, values.map { $0 * 2 }),
      (x / 2, values.map { $0 / 2 }), (1 / x, values.map { 1 / $0 }),
    ] {
      #expect(result.dtype == dtype)
      let exact = Tensor(expected, shape: [5], dtype: dtype)
      #expect(relativeDifference(result, exact) < (dtype == .float32 ? 1e-7 : 1e-16))
    }
  }

  @Test func assignmentsAreTheirOperators() {
    var draws = Draws("assignments", 1)
    let (start, row) = (draws.normal([3, 4]), draws.normal([4]))
    func check(_ change: (inout Tensor) -> Void, _ expected: Tensor) {
      var x = start
      change(&x)
      #expect(x.shape == expected.shape && x.scalars == expected.scalars)
    }
    let other = draws.normal([3, 4])
    check({ $0 += other }, start + other)
    check({ $0 += row }, start + row)
    check({ $0 -= row }, start - row)
    check({ $0 *= row }, start * row)
    check({ $0 /= row }, start / row)
    check({ $0 += 2 }, start + 2)
    check({ $0 -= 2 }, start - 2)
    check({ $0 *= 2 }, start * 2)
    check({ $0 /= 2 }, start / 2)
    // A tensor can grow, as `x = x + y` can.
    var grown = row
    grown += start
    #expect(grown.shape == [3, 4])
  }

  @Test func assignmentsChangeNobodyElse() {
    let first = Tensor([1, 2], shape: [2])
    var second = first
    second += first
    second += first
    #expect(first.scalars == [1, 2])
    #expect(second.scalars == [3, 6])
    var own = Tensor([1, 2], shape: [2])
    own += own
    #expect(own.scalars == [2, 4])
  }

  @Test(arguments: DType.allCases) func comparisonsGiveMasks(_ dtype: DType) {
    let values = Self.values
    let (a, b) = (
      Tensor(values, shape: [8, 1], dtype: dtype), Tensor(values, shape: [8], dtype: dtype)
    )
    func loop(_ holds: (Double, Double) -> Bool) -> [Double] {
      values.flatMap { left in values.map { holds(left, $0) ? 1 : 0 } }
    }
    for (mask, expected) in [
      (a .== b, loop(==)), (a .!= b, loop(!=)), (a .< b, loop(<)), (a .<= b, loop(<=)),
      (a .> b, loop(>)), (a .>= b, loop(>=)),
    ] {
      #expect(mask.shape == [8, 8] && mask.dtype == dtype)
      #expect(mask.scalars == expected)
    }
    func number(_ holds: (Double, Double) -> Bool) -> [Double] {
      values.map { holds($0, 1) ? 1 : 0 }
    }
    for (mask, expected) in [
      (b .== 1, number(==)), (b .!= 1, number(!=)), (b .< 1, number(<)), (b .<= 1, number(<=)),
      (b .> 1, number(>)), (b .>= 1, number(>=)),
    ] {
      #expect(mask.shape == [8] && mask.scalars == expected)
    }
    #expect((Tensor(shapeOnly: [2, 3]) .< 1).isShapeOnly)
  }

  @Test(arguments: DType.allCases) func replacementsChooseElements(_ dtype: DType) {
    let mask = Tensor([1, 0, -1, .nan, 1, 0, 1, 0], shape: [8], dtype: dtype)
    let chosen = [true, false, false, false, true, false, true, false]
    let x = Tensor(Self.values, shape: [8], dtype: dtype)
    let other = Tensor(Self.values.reversed(), shape: [8], dtype: dtype)
    let expected = chosen.indices.map { chosen[$0] ? other.scalars[$0] : x.scalars[$0] }
    #expect(Self.same(x.replacing(with: other, where: mask).scalars, expected))
    let numbers = chosen.indices.map { chosen[$0] ? 7 : x.scalars[$0] }
    #expect(Self.same(x.replacing(with: 7, where: mask).scalars, numbers))
    // The sign of a zero and infinities beside zeros stay.
    let zero = Tensor([-0.0, -.infinity], shape: [2], dtype: dtype)
    let kept = zero.replacing(with: 1, where: zero .> 0).scalars
    #expect(kept[0].sign == .minus && kept[1] == -.infinity)
  }

  @Test func replacementsBroadcast() {
    let x = Tensor([1, 2, 3], shape: [3, 1])
    let other = Tensor([10, 20], shape: [2])
    let mask = Tensor([0, 1], shape: [2])
    let result = x.replacing(with: other, where: mask)
    #expect(result.shape == [3, 2] && result.scalars == [1, 20, 2, 20, 3, 20])
    let shapeOnly = Tensor(shapeOnly: [3, 1]).replacing(with: other, where: mask)
    #expect(shapeOnly.isShapeOnly && shapeOnly.shape == [3, 2])
  }

  @Test func oneAxisIsAListOfOne() {
    var draws = Draws("one axis", 1)
    let x = draws.normal([2, 3, 4])
    for axis in -3..<3 {
      for keeps in [true, false] {
        for (one, list) in [
          (x.sum(axis: axis, keepingAxes: keeps), x.sum(axes: [axis], keepingAxes: keeps)),
          (x.mean(axis: axis, keepingAxes: keeps), x.mean(axes: [axis], keepingAxes: keeps)),
          (
            x.variance(axis: axis, keepingAxes: keeps),
            x.variance(axes: [axis], keepingAxes: keeps)
          ),
          (x.maximum(axis: axis, keepingAxes: keeps), x.maximum(axes: [axis], keepingAxes: keeps)),
          (x.minimum(axis: axis, keepingAxes: keeps), x.minimum(axes: [axis], keepingAxes: keeps)),
        ] {
          #expect(one.shape == list.shape && one.scalars == list.scalars)
        }
      }
    }
  }
}
