import GradusTestSupport
import Testing

@testable import GradusTensors

/// Sums of rows and columns beside loops in double precision.
@Suite(.serialized) struct SumTests {
  /// Rows shorter and longer than vectors, blocks and pieces; few and many columns; a rest of rows.
  static let shapes: [[Int]] = [
    [1, 1], [1, 31], [1, 70_001], [5, 3], [3, 31], [9, 32], [4, 33], [2, 40_007], [131, 7],
    [1_000, 16], [777, 100], [64, 300], [65, 513], [300, 1_001], [3, 20_011], [70_003, 1],
    [20_000, 3],
  ]

  @Test(arguments: shapes) func ofRowsAndColumnsAreThoseOfALoop(_ shape: [Int]) {
    let (rows, columns) = (shape[0], shape[1])
    for dtype in DType.allCases {
      let stream = RandomStream(seed: 8, name: "\(shape)")
      let x = Tensor.normal([rows, columns], mean: 0.5, from: stream, dtype: dtype)
      let values = x.scalars
      var (byRow, byColumn) = (
        [Double](repeating: 0, count: rows), [Double](repeating: 0, count: columns)
      )
      var (rowSizes, columnSizes) = (byRow, byColumn)
      for (index, value) in values.enumerated() {
        byRow[index / columns] += value
        rowSizes[index / columns] += abs(value)
        byColumn[index % columns] += value
        columnSizes[index % columns] += abs(value)
      }
      // Twenty terms in the element type, and the rounding of the result.
      let unit = dtype == .float32 ? 0x1p-24 : 0x1p-53 * Double(rows + columns)
      func check(_ found: [Double], _ sums: [Double], _ sizes: [Double], over count: Int) {
        for ((found, sum), size) in zip(zip(found, sums), sizes)
        where abs(found - sum / Double(count)) > 21 * unit * size / Double(count) {
          Issue.record("\(shape) \(dtype): \(found), not \(sum / Double(count))")
        }
      }
      check(x.sum(axis: 1).scalars, byRow, rowSizes, over: 1)
      check(x.sum(axis: 0).scalars, byColumn, columnSizes, over: 1)
      check(x.mean(axis: 1).scalars, byRow, rowSizes, over: columns)
      check(x.mean(axis: 0).scalars, byColumn, columnSizes, over: rows)
      check([x.sum().item], [byRow.reduce(0, +)], [rowSizes.reduce(0, +)], over: 1)
      // The same numbers as columns and as an axis in the middle.
      let middle = x.permuted([1, 0]).reshaped(to: [1, columns, 1, rows])
      check(middle.sum(axes: [0, 1]).scalars, byRow, rowSizes, over: 1)
      check(middle.sum(axes: [3]).scalars, byColumn, columnSizes, over: 1)
    }
  }

  @ThreadCountOwner @Test(arguments: shapes)
  func haveTheSameBitsOnAnyNumberOfThreads(_ shape: [Int]) {
    let x = Tensor.normal(Shape(shape), from: RandomStream(seed: 9, name: "\(shape)"))
    let sums = [1, 2, 4].map { count in
      onThreads(count) { [x.sum(), x.sum(axis: 0), x.sum(axis: 1)].map(\.scalars) }
    }
    #expect(sums[0] == sums[1] && sums[0] == sums[2])
  }

  /// Parts of a sum leave the range of the elements and the sum does not.
  @Test(arguments: DType.allCases) func mayLeaveTheRangeOnTheWay(_ dtype: DType) {
    let great = dtype == .float32 ? 3e38 : 1.5e308
    let numbers = (0..<400).map { $0 < 200 ? great : -great }
    for columns in [1, 3, 40] {
      let flat = numbers.flatMap { Array(repeating: $0, count: columns) }
      let x = Tensor(flat, shape: [400, columns], dtype: dtype)
      #expect(x.sum(axis: 0).scalars.allSatisfy { abs($0) < great * 1e-11 })
      #expect(x.permuted([1, 0]).sum(axis: 1).scalars.allSatisfy { abs($0) < great * 1e-11 })
      #expect(abs(x.sum().item) < great * 1e-11)
    }
  }

  @Test func infinitiesAndNaNStayInTheirRowsAndColumns() {
    for (number, isFound) in [
      (Double.infinity, { (x: Double) in x == .infinity }), (.nan, { $0.isNaN }),
    ] {
      for shape in [[100, 70], [70, 100], [7_000, 1], [1, 7_000]] {
        var numbers = [Double](repeating: 1, count: 7_000)
        numbers[3_333] = number
        let x = Tensor(numbers, shape: Shape(shape))
        #expect(isFound(x.sum().item))
        for axis in 0..<2 {
          let sums = x.sum(axis: axis).scalars
          #expect(sums.count(where: isFound) == 1 && sums.count { $0.isFinite } == sums.count - 1)
        }
      }
    }
  }

  @Test func ofNothingAreZeroAndOfOneElementTheElement() {
    for shape in [[0, 5], [5, 0], [0, 0]] {
      let x = Tensor.zeros(Shape(shape))
      #expect(x.sum(axis: 0).scalars == Array(repeating: 0, count: shape[1]))
      #expect(x.sum(axis: 1).scalars == Array(repeating: 0, count: shape[0]))
      #expect(x.mean(axis: 0).scalars.allSatisfy(\.isNaN) || shape[0] > 0)
      #expect(x.sum().item == 0)
    }
    let x = Tensor([1.5, -2, 0.25], shape: [3, 1])
    for result in [x.sum(axis: 1), x.mean(axis: 1), x.maximum(axis: 1), x.minimum(axis: 1)] {
      #expect(result.shape == [3] && result.scalars == x.scalars)
    }
    #expect(x.sum(axis: 1, keepingAxes: true).shape == [3, 1])
  }
}
