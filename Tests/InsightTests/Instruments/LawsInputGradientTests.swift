import Foundation
import Gradus
import Testing

/// Gradients of single examples with batch statistics held constant.
@Suite struct LawsInputGradientTests {
  @Test func frozenStatisticsGiveTheSameValuesAndChangeNothing() {
    let model = CIFARResNet(depth: 8, width: 3).initialize(seed: 1, dtype: .float64)
    let images = draw([5, 8, 8, 3], "images")
    let before = bits(of: model)
    func logits(_ statistics: Tape.BatchStatistics) -> [Double] {
      let tape = Tape(.training, statistics: statistics, updatesStatistics: false)
      return model(tape.constant(images)).logits.value.scalars
    }
    #expect(logits(.live) == logits(.frozen))
    _ = InputGradients(at: images) { model($0).logits }
    #expect(bits(of: model) == before)
  }

  @Test func areThoseOfOneExampleAlone() throws {
    // The same statistics as running statistics, in inference mode, with one example a run.
    let model = Perceptron(width: 6, depth: 1, normalized: true)
      .initialize(seed: 4, dtype: .float64)
    let x = draw([7, 6], "x")
    let gradients = InputGradients(at: x, seed: 9) { model($0) }
    let unit = model.units[0]
    let (mean, variance) = x.matmul(unit.linear.weight.value).channelStatistics()
    unit.norm?.runningMean.value = mean
    unit.norm?.runningVar.value = variance
    let random = Tensor.normal(
      [1, 6], from: RandomStream(seed: 9, name: "input gradients"), dtype: .float64)
    for example in 0..<7 {
      let tape = Tape(.inference)
      let one = tape.variable(x.sliced(axis: 0, example..<example + 1))
      let y = model(one)
      let alone = tape.gradients(of: y, seed: Variable(random / random.norm))[one]
      let row = gradients.rows.sliced(axis: 0, example..<example + 1)
      let expected = try #require(alone)
      #expect(zip(row.scalars, expected.scalars).allSatisfy { abs($0 - $1) < 1e-12 })
    }
  }

  @Test func liveStatisticsWouldGiveMinusOneOverTheOthers() throws {
    let model = Perceptron(width: 32, depth: 2, normalized: true)
      .initialize(seed: 4, dtype: .float64)
    let x = draw([16, 32], "x")
    let tape = Tape(.training, updatesStatistics: false)
    let input = tape.variable(x)
    let y = model(input)
    let seed = Variable(draw([1, 32], "direction").broadcast(to: y.shape))
    let rows = try #require(tape.gradients(of: y, seed: seed)[input])
    // The gradients of a batch add up to zero: each opposes the others.
    #expect(rows.sum(axes: [0]).norm < 1e-10 * rows.norm)
    #expect(GradientSimilarity(rows: rows).meanCosine < 0)
    let frozen = InputGradients(at: x) { model($0) }
    #expect(frozen.similarity.meanCosine > 0.1)
  }

  @Test func shatterByHalfALayer() {
    // 2^-depth in plain nets with batch normalisation (Balduzzi et al. 2017), far slower with
    // shortcuts.
    func cosine(_ depth: Int, residual: Bool) -> Double {
      let model = Perceptron(width: 256, depth: depth, normalized: true, residual: residual)
        .initialize(seed: 2)
      let x = draw([64, 256], "x", dtype: .float32)
      return InputGradients(at: x) { model($0) }.similarity.meanCosine
    }
    #expect(abs(cosine(1, residual: false) - 0.5) < 0.05)
    #expect(abs(cosine(2, residual: false) - 0.25) < 0.05)
    #expect(abs(cosine(4, residual: false) - 0.06) < 0.03)
    #expect(cosine(4, residual: true) > 0.3)
  }

  @Test func similarityAndAutocorrelationOfKnownSeries() {
    let rows = Tensor([1, 0, 0, 1, 1, 1, 0, 0], shape: [4, 2])
    let similarity = GradientSimilarity(rows: rows)
    #expect(similarity.count == 3)
    #expect(abs(similarity.meanCosine - 2 * 0.5.squareRoot() / 3) < 1e-12)
    #expect(GradientSimilarity(rows: Tensor([1, 0], shape: [1, 2])).meanCosine.isNaN)
    let wave = (0..<1000).map { sin(2 * Double.pi * Double($0) / 50) }
    #expect(abs(Autocorrelation.value(of: wave) - cos(2 * .pi / 50)) < 1e-2)
    let alternating = (0..<100).map { $0 % 2 == 0 ? 1.0 : -1.0 }
    #expect(abs(Autocorrelation.value(of: alternating) + 0.99) < 1e-9)
    #expect(Autocorrelation.value(of: [2, 2, 2]).isNaN)
  }

  @Test func derivativesAlongALine() {
    // f(x) = x² in the direction ±1 of a one-dimensional output: derivative ±2x times the way.
    let line = LineGradients(
      from: Tensor([-2], shape: [1]), to: Tensor([2], shape: [1]), points: 5
    ) { $0.squared() }
    let sign = line.derivatives[4] > 0 ? 1.0 : -1.0
    #expect(
      zip(line.derivatives, [-16, -8, 0, 8, 16]).allSatisfy { abs($0 - sign * $1) < 1e-12 })
  }
}
