import GradusTensors
import GradusTestSupport
import Testing

@Suite struct LocalResponseTests {
  @Test(arguments: [1, 2, 3, 4, 5, 8], [1, 2, 3, 7, 96])
  func normalisesByNeighboursAcrossChannels(_ size: Int, _ channels: Int) {
    for (dtype, tolerance) in [(DType.float32, 1e-6), (.float64, 1e-14)] {
      for beta in [0.75, 0.5, 1.25] {
        let input = Tensor.normal(
          [2, 3, 1, channels], standardDeviation: 3,
          from: RandomStream(seed: UInt64(size), name: "lrn"), dtype: dtype)
        let actual = input.localResponseNormalized(size: size, alpha: 0.9, beta: beta, k: 2)
        let expected = ReferenceRows.localResponse(
          input, size: size, alpha: 0.9, beta: beta, k: 2)
        #expect(NumberComparison.error(actual.value.scalars, expected) < tolerance)
        #expect(actual.denominatorBase.shape == input.shape)
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 8], [0.75, 0.6])
  func gradientIsTheSlopeOfTheForwardPass(_ size: Int, _ beta: Double) {
    let stream = RandomStream(seed: UInt64(size), name: "gradient")
    let shape: Shape = [3, 7]
    let input = Tensor.normal(shape, from: stream, dtype: .float64)
    let cotangent = Tensor.normal(
      shape, from: RandomStream(seed: 1, name: "cotangent"), dtype: .float64)
    let direction = Tensor.normal(
      shape, from: RandomStream(seed: 2, name: "direction"), dtype: .float64)
    func moved(_ step: Double) -> Tensor {
      let values = zip(input.scalars, direction.scalars).map { $0 + step * $1 }
      return Tensor(values, shape: shape, dtype: .float64).localResponseNormalized(
        size: size, alpha: 1.5, beta: beta, k: 1
      ).value
    }
    let base = input.localResponseNormalized(size: size, alpha: 1.5, beta: beta, k: 1)
    let gradient = Tensor.localResponseNormalizedGradient(
      input: input, base: base.denominatorBase, gradient: cotangent, size: size, alpha: 1.5,
      beta: beta)
    let step = 1e-5
    let slope =
      (NumberComparison.dot(moved(step), cotangent)
        - NumberComparison.dot(moved(-step), cotangent)) / (2 * step)
    #expect(abs(NumberComparison.dot(gradient, direction) - slope) < 1e-8)
  }

  @Test(arguments: 0..<40) func windowSumsAndTheirTranspose(_ seed: Int) {
    let stream = RandomStream(seed: UInt64(seed), name: "window")
    let (before, after) = (stream.integer(0, below: 6), stream.integer(1, below: 6))
    let shape: Shape = [1 + stream.integer(2, below: 4), 1 + stream.integer(3, below: 20)]
    let input = Tensor.normal(shape, from: stream, dtype: .float64)
    let actual = input.channelWindowSum(before: before, after: after)
    let expected = ReferenceRows.windowSum(input, before: before, after: after)
    #expect(NumberComparison.error(actual.scalars, expected) < 1e-14)
    let cotangent = Tensor.normal(
      shape, from: RandomStream(seed: 3, name: "cotangent"), dtype: .float64)
    let back = cotangent.channelWindowSum(before: after, after: before)
    #expect(
      abs(NumberComparison.dot(actual, cotangent) - NumberComparison.dot(input, back)) < 1e-11)
  }

  @Test func shapeOnlyTensorsKeepShapes() {
    let input = Tensor(shapeOnly: [2, 5, 5, 8])
    let (value, base) = input.localResponseNormalized(size: 5, alpha: 1, beta: 0.75, k: 1)
    #expect(value.isShapeOnly && base.isShapeOnly && value.shape == input.shape)
    let gradient = Tensor.localResponseNormalizedGradient(
      input: input, base: base, gradient: value, size: 5, alpha: 1, beta: 0.75)
    #expect(gradient.isShapeOnly && gradient.shape == input.shape)
    #expect(input.channelWindowSum(before: 1, after: 2).isShapeOnly)
  }
}
