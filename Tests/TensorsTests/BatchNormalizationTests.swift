import Foundation
import GradusTensors
import GradusTestSupport
import Testing

@Suite struct BatchNormalizationTests {
  static let shapes: [Shape] = [
    [1, 3], [7, 1], [50, 3], [2, 5, 5, 16], [4, 9, 7, 19], [3, 64, 130], [2, 33, 33, 64],
    [40, 2048], [9000, 3], [70_000, 1],
  ]

  private func image(_ shape: Shape, _ dtype: DType, mean: Double = 0.5) -> Tensor {
    Tensor.normal(
      shape, mean: mean, standardDeviation: 2, from: RandomStream(seed: 4, name: "bn"),
      dtype: dtype)
  }

  private func vector(_ name: String, _ count: Int, _ dtype: DType) -> Tensor {
    Tensor.uniform(
      [count], in: 0.5..<2, from: RandomStream(seed: 4, name: name), dtype: dtype)
  }

  @Test(arguments: shapes, [0, 1e3]) func statisticsAreMeanAndBiasedVariance(
    _ shape: Shape, _ mean: Double
  ) {
    for (dtype, tolerance) in [(DType.float32, 1e-6), (.float64, 1e-12)] {
      let input = image(shape, dtype, mean: mean)
      let expected = ReferenceRows.statistics(input)
      let actual = input.channelStatistics()
      #expect(NumberComparison.error(actual.mean.scalars, expected.mean) < tolerance)
      for (one, other) in zip(actual.variance.scalars, expected.variance) {
        #expect(abs(one - other) <= tolerance * other)
      }
    }
  }

  @Test func statisticsOfUnevenDataStayPrecise() {
    // The first rows are far from the rest: a shift by the first block's mean is a poor one.
    let input = Tensor.generate([30_000, 3], dtype: .float32) { index in
      (index < 3000 ? -50.0 : 10) + Double(index % 7) + Double(index % 3)
    }
    let expected = ReferenceRows.statistics(input)
    let actual = input.channelStatistics()
    #expect(NumberComparison.error(actual.mean.scalars, expected.mean) < 1e-6)
    for (one, other) in zip(actual.variance.scalars, expected.variance) {
      #expect(abs(one - other) <= 1e-6 * other)
    }
    let constant = Tensor.full([5000, 2], 1234.5)
    #expect(constant.channelStatistics().variance.scalars == [0, 0])
    #expect(constant.channelStatistics().mean.scalars == [1234.5, 1234.5])
  }

  @Test(arguments: shapes, [true, false])
  func normalisesEachChannel(_ shape: Shape, _ affine: Bool) {
    for (dtype, tolerance) in [(DType.float32, 1e-6), (.float64, 1e-14)] {
      let input = image(shape, dtype)
      let channels = shape[-1]
      let (mean, inverse) = (vector("m", channels, dtype), vector("i", channels, dtype))
      let (scale, shift) = (vector("a", channels, dtype), vector("b", channels, dtype))
      let actual = input.batchNormalized(
        mean: mean, inverseStandardDeviation: inverse, scale: affine ? scale : nil,
        shift: affine ? shift : nil)
      let (m, i, a, b) = (mean.scalars, inverse.scalars, scale.scalars, shift.scalars)
      let expected = ReferenceRows.rows(input).flatMap { row in
        row.indices.map { c in
          (row[c] - m[c]) * i[c] * (affine ? a[c] : 1) + (affine ? b[c] : 0)
        }
      }
      #expect(NumberComparison.error(actual.scalars, expected) < tolerance)
    }
  }

  /// The derivative by the input, written as the chain rule over mean and variance reads.
  private func referenceGradient(
    _ x: [Double], _ g: [Double], mean: Double, inverse: Double, scale: Double
  ) -> (input: [Double], scale: Double, shift: Double) {
    let count = Double(x.count)
    let normalized = x.map { ($0 - mean) * inverse }
    let byVariance =
      zip(x, g).map { $1 * scale * ($0 - mean) }.reduce(0, +) * -0.5 * inverse * inverse * inverse
    let byMean =
      g.map { $0 * scale * -inverse }.reduce(0, +)
      + byVariance * x.map { -2 * ($0 - mean) }.reduce(0, +) / count
    let input = zip(x, g).map {
      $1 * scale * inverse + byVariance * 2 * ($0 - mean) / count + byMean / count
    }
    return (input, zip(g, normalized).map(*).reduce(0, +), g.reduce(0, +))
  }

  @Test(arguments: shapes, [true, false])
  func gradientIsTheChainRule(_ shape: Shape, _ affine: Bool) {
    for (dtype, tolerance) in [(DType.float32, 2e-6), (.float64, 1e-12)] {
      let input = image(shape, dtype)
      let gradient = Tensor.normal(
        shape, mean: 0.3, from: RandomStream(seed: 6, name: "g"), dtype: dtype)
      let (mean, variance) = input.channelStatistics()
      let inverse = Tensor(
        variance.scalars.map { 1 / ($0 + 1e-3).squareRoot() }, shape: variance.shape, dtype: dtype)
      let scale = vector("a", shape[-1], dtype)
      let actual = Tensor.batchNormalizedGradient(
        input: input, mean: mean, inverseStandardDeviation: inverse, scale: affine ? scale : nil,
        gradient: gradient)
      let inputs = ReferenceRows.columns(actual.input)
      let (xs, gs) = (ReferenceRows.columns(input), ReferenceRows.columns(gradient))
      for channel in 0..<min(shape[-1], 40) {
        let expected = referenceGradient(
          xs[channel], gs[channel], mean: mean[channel], inverse: inverse[channel],
          scale: affine ? scale[channel] : 1)
        #expect(NumberComparison.error(inputs[channel], expected.input) < tolerance)
        let size = Double(xs[channel].count)
        #expect(abs(actual.scale[channel] - expected.scale) < tolerance * size)
        #expect(abs(actual.shift[channel] - expected.shift) < tolerance * size)
      }
    }
  }

  @Test(arguments: shapes, Activation.allCases)
  func activationsAreAppliedInTheSamePass(_ shape: Shape, _ function: Activation) {
    let input = image(shape, .float64)
    let channels = shape[-1]
    let (mean, variance) = input.channelStatistics()
    let inverse = (variance + 1e-3).squareRoot().reciprocal()
    let (scale, shift) = (vector("a", channels, .float64) * 3, vector("b", channels, .float64))
    let side = image(shape, .float64, mean: -1)
    let gradient = Tensor.normal(
      shape, from: RandomStream(seed: 7, name: "g"), dtype: .float64)
    for addition in [nil, side] {
      let plain = input.batchNormalized(
        mean: mean, inverseStandardDeviation: inverse, scale: scale, shift: shift, adding: addition)
      let actual = input.batchNormalized(
        mean: mean, inverseStandardDeviation: inverse, scale: scale, shift: shift,
        adding: addition, activation: function)
      let expected = plain.scalars.map(ActivationReference.of(function).function)
      #expect(NumberComparison.error(actual.scalars, expected.map(\.y)) < 1e-12)
      let before = Tensor(
        zip(gradient.scalars, expected).map { $0 * $1.slope }, shape: shape, dtype: .float64)
      let steps = Tensor.batchNormalizedGradient(
        input: input, mean: mean, inverseStandardDeviation: inverse, scale: scale,
        gradient: before)
      // Once with memory of its own to work in, once with memory that somebody else reads.
      for free in [true, false] {
        let given = free ? gradient * 1 : gradient
        let fused = Tensor.batchNormalizedGradient(
          input: input, mean: mean, inverseStandardDeviation: inverse, scale: scale, shift: shift,
          gradient: given, adds: addition != nil, addition: addition, activation: function,
          output: addition != nil && function == .relu ? actual : nil)
        #expect(NumberComparison.error(fused.input.scalars, steps.input.scalars) < 1e-12)
        #expect(NumberComparison.error(fused.scale.scalars, steps.scale.scalars) < 1e-12)
        #expect(NumberComparison.error(fused.shift.scalars, steps.shift.scalars) < 1e-12)
        if addition != nil {
          #expect(NumberComparison.error(fused.addition!.scalars, before.scalars) < 1e-12)
        }
      }
    }
  }

  @Test func theGradientIsOverwrittenOnlyWhereNobodyReadsIt() {
    let input = image([6, 5, 4], .float32)
    let (mean, variance) = input.channelStatistics()
    let gradient = image([6, 5, 4], .float32)
    let before = gradient.scalars
    for adds in [true, false] {
      let result = Tensor.batchNormalizedGradient(
        input: input, mean: mean, inverseStandardDeviation: variance, gradient: gradient,
        adds: adds, addition: input, activation: .relu6)
      #expect(gradient.scalars == before && result.input.scalars != before)
    }
  }

  @Test func shapeOnlyTensorsKeepShapes() {
    let input = Tensor(shapeOnly: [256, 7, 7, 2048])
    let (mean, variance) = input.channelStatistics()
    #expect(mean.shape == [2048] && mean.isShapeOnly && variance.isShapeOnly)
    let output = input.batchNormalized(mean: mean, inverseStandardDeviation: variance)
    #expect(output.shape == input.shape && output.isShapeOnly)
    let gradient = Tensor.batchNormalizedGradient(
      input: input, mean: mean, inverseStandardDeviation: variance, gradient: output)
    #expect(gradient.input.shape == input.shape && gradient.input.isShapeOnly)
    #expect(gradient.scale.shape == [2048] && gradient.shift.isShapeOnly)
  }
}
