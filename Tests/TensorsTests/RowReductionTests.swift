import Foundation
import GradusTestSupport
import Testing

@testable import GradusTensors

/// Reductions by the vector unit beside loops over Swift arrays.
@Suite struct RowReductionTests {
  static let shapes: [Shape] = [
    [1, 1], [1, 7], [7, 1], [3, 33], [33, 3], [40, 129], [1, 100_003], [100_003, 2], [300, 500],
  ]

  @Test(arguments: shapes) func greatestAndLeastAreThoseOfTheRow(_ shape: Shape) {
    for dtype in DType.allCases {
      let x = Tensor.normal(shape, from: RandomStream(seed: 3, name: "\(shape)"), dtype: dtype)
      let (rows, columns) = (shape[0], shape[1])
      let values = x.scalars
      func row(_ r: Int) -> [Double] { Array(values[r * columns..<(r + 1) * columns]) }
      func column(_ c: Int) -> [Double] { (0..<rows).map { values[$0 * columns + c] } }
      #expect(x.maximum(axis: 1).scalars == (0..<rows).map { row($0).max()! })
      #expect(x.minimum(axis: 1).scalars == (0..<rows).map { row($0).min()! })
      #expect(x.maximum(axis: 0).scalars == (0..<columns).map { column($0).max()! })
      #expect(x.minimum(axis: 0).scalars == (0..<columns).map { column($0).min()! })
      #expect(x.maximum().item == values.max()! && x.minimum().item == values.min()!)
      #expect(x.argMax() == (0..<rows).map { r in row(r).firstIndex(of: row(r).max()!)! })
      let squares = values.reduce(0) { $0 + $1 * $1 }
      #expect(abs(x.norm - squares.squareRoot()) < (dtype == .float32 ? 1e-6 : 1e-14) * x.norm)
    }
  }

  /// NaN anywhere is the greatest and the least.
  @Test(arguments: [0, 1, 31, 32, 64, 99]) func nanIsFound(_ place: Int) {
    var numbers = (0..<100).map { Double($0 % 13) }
    numbers[place] = .nan
    for shape in [[1, 100], [100, 1], [4, 25], [25, 4]] as [Shape] {
      let x = Tensor(numbers, shape: shape)
      for result in [x.maximum(), x.minimum()] { #expect(result.item.isNaN) }
      for axis in 0..<2 {
        for result in [x.maximum(axis: axis), x.minimum(axis: axis)] {
          #expect(result.scalars.count { $0.isNaN } == 1)
        }
      }
    }
  }

  /// Layer normalisation of rows is its definition, in the range of the elements too.
  @Test(arguments: [1.0, 1e-20, 1e25]) func rowsAreNormalised(_ scale: Double) {
    for (length, dtype) in [(5, DType.float32), (512, .float32), (77, .float64)] {
      let stream = RandomStream(seed: 4, name: "rows")
      let x = Tensor.normal(
        [9, length], mean: scale, standardDeviation: scale, from: stream, dtype: dtype)
      let epsilon = scale * scale * 1e-5
      let found = x.groupNormalized(
        groups: 1, scale: nil, shift: nil, epsilon: epsilon, centres: true
      ).output
      for row in 0..<9 {
        let values = Array(x.scalars[row * length..<(row + 1) * length])
        let mean = values.reduce(0, +) / Double(length)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(length)
        let expected = values.map { ($0 - mean) / (variance + epsilon).squareRoot() }
        let part = Array(found.scalars[row * length..<(row + 1) * length])
        #expect(NumberComparison.error(part, expected) < (dtype == .float32 ? 3e-6 : 1e-13))
      }
    }
  }

  /// An element of a tensor is the stream's draw, whatever else is drawn.
  @Test func normalNumbersAreTheDrawsOfTheirStream() {
    let stream = RandomStream(seed: 5, name: "draws")
    let numbers = Tensor.normal([40_000], from: stream, dtype: .float64).scalars
    for index in [0, 1, 511, 512, 513, 16_384, 39_999] {
      #expect(numbers[index] == stream.normal(index))
      let radius = (-2 * log(1 - stream.uniform(2 * index))).squareRoot()
      let plain = radius * cos(2 * .pi * stream.uniform(2 * index + 1))
      #expect(abs(numbers[index] - plain) < 1e-14)
    }
  }
}
