import Gradus
import Testing

/// The gradient noise scale and the trace of a Hessian against sums over all of it.
@Suite struct NoiseAndTraceTests {
  @Test func theTraceIsThatOfTheMatrix() {
    let model = Sequential {
      Linear(3, 4)
      Tanh()
      Linear(4, 2)
    }.initialize(seed: 2, dtype: .float64)
    let x = Tensor.normal([6, 3], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let hessian = HessianOperator(of: model) { tape in
      model(tape.constant(x)).crossEntropy(labels: [0, 1, 1, 0, 1, 0])
    }
    let trace = (0..<hessian.size).reduce(0.0) { sum, index in
      let unit = Tensor.generate([hessian.size], dtype: .float64) { $0 == index ? 1 : 0 }
      return sum + (unit * hessian.product(unit)).sum().item
    }
    let estimate = HessianTrace(of: hessian, draws: 200, seed: 1)
    #expect(estimate.standardError > 0)
    #expect(abs(estimate.value - trace) < 5 * estimate.standardError)
    #expect(HessianTrace(of: hessian, draws: 1, seed: 1).standardError.isNaN)
  }

  @Test func theNoiseOfSingleExamplesIsTheirVariance() {
    let parameter = Parameter([2], .zeros)
    let rows: [[Double]] = [[1, 2], [3, -1], [2, 2], [0, 5]]
    let parts = rows.map { Gradients([(parameter, Tensor($0))]) }
    let scale = GradientNoiseScale(parts: parts, count: 1)
    var (square, variance) = (0.0, 0.0)
    for column in 0...1 {
      let numbers = rows.map { $0[column] }
      let mean = numbers.reduce(0, +) / 4
      square += mean * mean
      for number in numbers { variance += (number - mean) * (number - mean) / 3 }
    }
    #expect(abs(scale.noise - variance) < 1e-5)
    #expect(abs(scale.signal - (square - variance / 4)) < 1e-5)
    #expect(abs(scale.examples - variance / (square - variance / 4)) < 1e-4)
  }
}
