import Foundation
import GradusTestSupport
import GradusVectorKernels
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
      #expect(abs(x.norm - squares.squareRoot()) < (dtype == .float32 ? 1e-6 : 1e-13) * x.norm)
    }
  }

  /// NaN anywhere is the greatest and the least.
  @Test(arguments: [0, 1, 31, 32, 64, 95, 96, 98, 99], [100, 112, 129])
  func nanIsFound(_ place: Int, _ count: Int) {
    var numbers = (0..<count).map { Double($0 % 13) }
    numbers[place] = .nan
    for shape in [[1, count], [count, 1]] as [Shape] + (count == 100 ? [[4, 25], [25, 4]] : []) {
      let x = Tensor(numbers, shape: shape)
      for result in [x.maximum(), x.minimum()] { #expect(result.item.isNaN) }
      for axis in 0..<2 {
        for result in [x.maximum(axis: axis), x.minimum(axis: axis)] {
          #expect(result.scalars.count { $0.isNaN } == 1)
        }
      }
    }
  }

  /// The first of several greatest elements counts, in rows long and short, and infinities are
  /// greater than numbers.
  @Test(arguments: [3, 31, 64, 200, 1_000]) func theFirstOfEqualsCounts(_ length: Int) {
    for (place, again) in [(0, length - 1), (length / 3, length / 2 + 1), (1, 2)] {
      for greatest in [5.0, .infinity] {
        var numbers = (0..<length).map { Double($0 % 4) - (greatest.isInfinite ? .infinity : 0) }
        (numbers[place], numbers[again]) = (greatest, greatest)
        for dtype in DType.allCases {
          let row = Tensor(numbers, shape: [1, length], dtype: dtype)
          #expect(row.argMax() == [min(place, again)])
          #expect(row.maximum(axis: 1).scalars == [greatest])
          #expect((-row).minimum(axis: 1).scalars == [-greatest])
        }
      }
    }
  }

  /// Probabilities too small to be seen beside 1 in single precision are seen together.
  @Test(arguments: [8.0, 16.7, 20, 30]) func confidentRowsLoseNothing(_ logit: Double) {
    for classes in [10, 128, 1_000] {
      let x = Tensor(
        [logit] + Array(repeating: 0.0, count: classes - 1), shape: [1, classes])
      let rest = Double(classes - 1) * exp(-x.scalars[0])
      let exact = log1p(rest)
      let target = Tensor([1.0] + Array(repeating: 0.0, count: classes - 1), shape: [1, classes])
      // Without the vector unit terms are added one by one, and each sum rounds.
      let rounding = VectorUnit.tier == .scalar ? max(4e-15, Double(classes) * 1.2e-16) : 4e-15
      for found in [-x.logSoftmax().scalars[0], x.crossEntropy(target: target).loss.item] {
        #expect(abs(found - exact) < 1e-6 * exact + rounding, "\(classes): \(found), not \(exact)")
      }
    }
  }

  /// Finite gradients whose sums leave the range of single precision on the way.
  @Test func sumsMayLeaveTheRangeOnTheWay() {
    let signs = (0..<400).map { $0 < 200 ? 3e38 : -3e38 }
    let gradient = Tensor(signs, shape: [1, 400])
    let uniform = Tensor.full([1, 400], -log(400.0))
    let found = SoftmaxKernel.logSoftmaxGradient(uniform, gradient)
    #expect(found.scalars == gradient.scalars)
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

  /// The gradients of wide layer normalisation are those of its formula (Ba et al. 2016).
  @Test(arguments: [17, 130, 700]) func gradientsOfRowsAreTheirFormula(_ length: Int) {
    for dtype in DType.allCases {
      func draw(_ name: String, _ shape: Shape) -> Tensor {
        .normal(shape, mean: 1, from: RandomStream(seed: 7, name: name), dtype: dtype)
      }
      let (x, g) = (draw("x", [3, length]), draw("g", [3, length]))
      let (scale, shift) = (draw("scale", [length]), draw("shift", [length]))
      let forward = x.groupNormalized(
        groups: 1, scale: scale, shift: shift, epsilon: 1e-5, centres: true)
      let found = x.groupNormalizedGradient(
        g, groups: 1, mean: forward.mean, inverse: forward.inverse, scale: scale, centres: true)
      let zeros = Array(repeating: 0.0, count: length)
      var (input, scales, shifts) = ([Double](), zeros, zeros)
      let n = Double(length)
      for row in 0..<3 {
        let places = (row * length..<(row + 1) * length)
        let (values, slopes) = (places.map { x.scalars[$0] }, places.map { g.scalars[$0] })
        let mean = values.reduce(0, +) / n
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n + 1e-5)
          .squareRoot()
        let unit = values.map { ($0 - mean) / deviation }
        let weighted = zip(slopes, scale.scalars).map { $0 * $1 }
        let first = weighted.reduce(0, +) / n
        let second = zip(weighted, unit).reduce(0) { $0 + $1.0 * $1.1 } / n
        input += zip(weighted, unit).map { ($0 - first - $1 * second) / deviation }
        for place in 0..<length {
          scales[place] += slopes[place] * unit[place]
          shifts[place] += slopes[place]
        }
      }
      let bound = dtype == .float32 ? 3e-6 : 1e-13
      for (part, expected) in [(found.input, input), (found.scale, scales), (found.shift, shifts)] {
        #expect(NumberComparison.error(part.scalars, expected) < bound)
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
