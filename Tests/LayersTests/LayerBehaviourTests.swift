import Foundation
import Gradus
import GradusTestSupport
import Testing

/// What each layer computes, against loops or laws.
@Suite struct LayerBehaviourTests {
  private func drop(_ layer: Dropout, _ mode: Tape.Mode, seed: UInt64, step: Int) -> [Double] {
    let tape = Tape(mode, seed: seed, step: step)
    return layer(tape.constant(.ones([100, 100]))).value.scalars
  }

  @Test func dropoutDropsInTrainingOnly() {
    let layer = Dropout(0.3)
    let ones = [Double](repeating: 1, count: 10_000)
    #expect(drop(layer, .inference, seed: 1, step: 0) == ones)
    #expect(layer(Tensor.ones([100, 100])).scalars == ones)
    #expect(drop(Dropout(0), .training, seed: 1, step: 0) == ones)
    let values = drop(layer, .training, seed: 1, step: 0)
    let kept = values.filter { $0 != 0 }
    #expect(kept.allSatisfy { abs($0 - 1 / 0.7) < 1e-6 })
    // Five standard errors of a share of 0.7 among 10,000.
    let share = Double(kept.count) / 10_000
    #expect(abs(share - 0.7) < 5 * 0.0046)
  }

  @Test func dropoutRepeatsBySeedAndStep() {
    let layer = Dropout()
    let first = drop(layer, .training, seed: 1, step: 5)
    #expect(first == drop(layer, .training, seed: 1, step: 5))
    #expect(first != drop(layer, .training, seed: 1, step: 6))
    #expect(first != drop(layer, .training, seed: 2, step: 5))
    let tape = Tape(.training, step: 0)
    let x = tape.constant(.ones([100, 100]))
    #expect(layer(x).value.scalars != layer(x).value.scalars)
  }

  @Test func linearAgainstLoops() {
    for seed in 0..<5 {
      var draws = Draws("linear", seed)
      let (inputs, outputs) = (draws.integer(1...6), draws.integer(1...6))
      let rows = draws.integer(1...4)
      let layer = Linear(inputs, outputs).initialize(seed: UInt64(seed), dtype: .float64)
      let x = draws.normal([rows, inputs])
      let y = layer(x)
      #expect(y.shape == [rows, outputs])
      for row in 0..<rows {
        for output in 0..<outputs {
          let sum = (0..<inputs).reduce(layer.bias!.value[output]) {
            $0 + x[row, $1] * layer.weight.value[$1, output]
          }
          #expect(abs(y[row, output] - sum) < 1e-12)
        }
      }
    }
  }

  @Test func convolutionWithBiasIsThePlainOneShifted() {
    let x = Tensor.normal([1, 5, 4, 3], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let layer = Conv2d(3, 2, kernel: 3, stride: 2, padding: 1).initialize(seed: 1, dtype: .float64)
    let before = layer(x)
    layer.bias!.value = Tensor([1.0, -2.0], shape: [2], dtype: .float64)
    #expect(
      relativeDifference(layer(x), before + Tensor([1.0, -2.0], shape: [2], dtype: .float64))
        < 1e-12)
    let rectangular = Conv2d(
      3, 2, kernel: Extent(height: 1, width: 3), geometry: ConvolutionGeometry(), bias: false
    ).initialize(seed: 1, dtype: .float64)
    #expect(rectangular(x).shape == [1, 5, 2, 2])
  }

  @Test func pooling() {
    let x = Tensor((0..<16).map(Double.init), shape: [1, 4, 4, 1], dtype: .float64)
    #expect(MaxPool2d(kernel: 2)(x).scalars == [5, 7, 13, 15])
    #expect(MaxPool2d(kernel: 3, stride: 1)(x).scalars == [10, 11, 14, 15])
    #expect(MaxPool2d(kernel: 2, stride: 2, padding: 1)(-x - 1).scalars.allSatisfy { $0 < 0 })
    #expect(MaxPool2d(kernel: 3, stride: 2, roundsUp: true)(x).shape == [1, 2, 2, 1])
    #expect(AveragePool2d(kernel: 2)(x).scalars == [2.5, 4.5, 10.5, 12.5])
    let padded = AveragePool2d(kernel: 2, padding: 1)(Tensor.ones([1, 2, 2, 1], dtype: .float64))
    #expect(padded.scalars == [0.25, 0.25, 0.25, 0.25])
    let uncounted = AveragePool2d(kernel: 2, padding: 1, countsPadding: false)
    #expect(uncounted(Tensor.ones([1, 2, 2, 1], dtype: .float64)).scalars == [1, 1, 1, 1])
    #expect(AdaptiveAveragePool2d()(x).scalars == [7.5])
    #expect(AdaptiveAveragePool2d(height: 2, width: 1)(x).scalars == [3.5, 11.5])
  }

  @Test func flattenGoesRowByRowThenChannel() {
    let x = Tensor((0..<24).map(Double.init), shape: [2, 2, 3, 2], dtype: .float64)
    let y = Flatten()(x)
    #expect(y.shape == [2, 12])
    for h in 0..<2 {
      for w in 0..<3 {
        for c in 0..<2 {
          let position = (h * 3 + w) * 2 + c
          #expect(y[1, position] == x[1, h, w, c])
        }
      }
    }
  }

  @Test func concatenateJoinsChannels() {
    let x = Tensor([1.0, -2.0], shape: [1, 1, 1, 2], dtype: .float64)
    let join = Concatenate {
      ReLU()
      Sequential {}
    }
    #expect(join(x).scalars == [1, 0, 1, -2])
  }

  @Test func activations() {
    let points = [-4.0, -3, -1, 0, 0.5, 3, 7]
    func expect(_ layer: any Layer, _ reference: (Double) -> Double) {
      let y = layer(Tensor(points, shape: [points.count], dtype: .float64)).scalars
      #expect(NumberComparison.error(y, points.map(reference)) < 1e-14, "\(type(of: layer))")
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    func gate(_ x: Double) -> Double { min(max(x + 3, 0), 6) / 6 }
    expect(ReLU()) { max($0, 0) }
    expect(ReLU6()) { min(max($0, 0), 6) }
    expect(Sigmoid(), sigmoid)
    expect(Tanh()) { 2 * sigmoid(2 * $0) - 1 }
    expect(SiLU()) { $0 * sigmoid($0) }
    expect(HardSigmoid(), gate)
    expect(HardSwish()) { $0 * gate($0) }
  }
}
