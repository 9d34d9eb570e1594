import Foundation
import GradusTensors
import GradusTestSupport
import Testing

@Suite struct SoftmaxTests {
  static let shapes: [Shape] = [[1], [7], [3, 1], [5, 10], [2, 3, 17], [3, 1000], [0, 4]]

  @Test(arguments: shapes) func agreesWithTheFormula(_ shape: Shape) {
    for (dtype, tolerance) in [(DType.float32, 2e-6), (.float64, 1e-14)] {
      let input = Tensor.normal(
        shape, standardDeviation: 2, from: RandomStream(seed: 5, name: "softmax"), dtype: dtype)
      let expected = ReferenceRows.softmax(input)
      #expect(NumberComparison.error(input.softmax().scalars, expected) < tolerance)
      #expect(
        NumberComparison.error(input.logSoftmax().scalars, expected.map { log($0) }) < tolerance)
      let sums = ReferenceRows.rows(input).map { row in log(row.map { exp($0) }.reduce(0, +)) }
      #expect(NumberComparison.error(input.logSumExp().scalars, sums) < tolerance)
      #expect(input.logSumExp(keepingAxis: true).shape == Shape(shape.dimensions.dropLast() + [1]))
    }
  }

  @Test func largeElementsDoNotOverflow() {
    let input = Tensor([1e4, 1e4 - 1, -1e4] as [Float], shape: [1, 3])
    let expected = [1 / (1 + exp(-1.0)), 1 / (1 + exp(1.0)), 0]
    #expect(NumberComparison.error(input.softmax().scalars, expected) < 1e-6)
    #expect(abs(input.logSoftmax()[0, 2] + 2e4) < 1)
    #expect(abs(input.logSumExp().item - (1e4 + log(1 + exp(-1.0)))) < 1e-2)
    let nothing = Tensor([-Double.infinity, -.infinity], shape: [2], dtype: .float64)
    #expect(nothing.logSumExp().item == -.infinity)
    #expect(Tensor([0, .infinity, -.infinity], shape: [3]).logSumExp().item == .infinity)
    for infinity in [Double.infinity, -.infinity] {
      for row in [[infinity, .nan], [.nan, infinity], [0, infinity, .nan]] {
        #expect(Tensor(row, shape: [row.count]).logSumExp().item.isNaN, "\(row)")
      }
    }
  }

  @Test(arguments: [[6], [4, 9], [2, 3, 5]] as [Shape])
  func gradientsAreTheSlopesOfTheForwardPass(_ shape: Shape) {
    let input = Tensor.normal(shape, from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let cotangent = Tensor.normal(shape, from: RandomStream(seed: 2, name: "g"), dtype: .float64)
    let direction = Tensor.normal(shape, from: RandomStream(seed: 3, name: "d"), dtype: .float64)
    func moved(_ step: Double) -> Tensor {
      Tensor(
        zip(input.scalars, direction.scalars).map { $0 + step * $1 }, shape: shape, dtype: .float64)
    }
    let step = 1e-5
    func slope(_ function: (Tensor) -> Tensor) -> Double {
      (NumberComparison.dot(function(moved(step)), cotangent)
        - NumberComparison.dot(function(moved(-step)), cotangent)) / (2 * step)
    }
    let soft = Tensor.softmaxGradient(output: input.softmax(), gradient: cotangent)
    #expect(abs(NumberComparison.dot(soft, direction) - slope { $0.softmax() }) < 1e-8)
    let logarithmic = Tensor.logSoftmaxGradient(output: input.logSoftmax(), gradient: cotangent)
    #expect(abs(NumberComparison.dot(logarithmic, direction) - slope { $0.logSoftmax() }) < 1e-8)
  }

  @Test func shapeOnlyTensorsKeepShapes() {
    let input = Tensor(shapeOnly: [8, 10])
    #expect(input.softmax().isShapeOnly && input.logSoftmax().shape == [8, 10])
    #expect(input.logSumExp().shape == [8] && input.logSumExp().isShapeOnly)
    #expect(Tensor.softmaxGradient(output: input, gradient: input).isShapeOnly)
    #expect(Tensor.logSoftmaxGradient(output: input, gradient: input).isShapeOnly)
  }

  @Test(arguments: [[1, 2], [3, 5], [70, 10], [9, 1000]] as [Shape])
  func crossEntropyIsItsDefinition(_ shape: Shape) {
    let stream = RandomStream(seed: 5, name: "\(shape)")
    for (dtype, tolerance) in [(DType.float32, 2e-6), (.float64, 1e-13)] {
      let logits = Tensor.normal(shape, standardDeviation: 4, from: stream, dtype: dtype)
      let target = Tensor.generate(shape, dtype: dtype) {
        stream.uniform(9000 + $0) < 0.3 ? 0 : stream.uniform($0)
      }
      let (loss, gradient) = logits.crossEntropy(target: target)
      let count = Double(shape[0])
      var (expectedLoss, expected) = (0.0, [Double]())
      for (x, t) in zip(ReferenceRows.rows(logits), ReferenceRows.rows(target)) {
        let sum = x.map { exp($0) }.reduce(0, +)
        expectedLoss -= zip(x, t).map { $1 * log(exp($0) / sum) }.reduce(0, +) / count
        let mass = t.reduce(0, +)
        expected += zip(x, t).map { (exp($0) / sum * mass - $1) / count }
      }
      #expect(abs(loss.item - expectedLoss) < tolerance * (1 + abs(expectedLoss)))
      #expect(NumberComparison.error(gradient.scalars, expected) < tolerance)
    }
    let shapeOnly = Tensor(shapeOnly: shape)
    let (loss, gradient) = shapeOnly.crossEntropy(target: shapeOnly)
    #expect(loss.shape == [] && loss.isShapeOnly && gradient.shape == shape)
  }
}
