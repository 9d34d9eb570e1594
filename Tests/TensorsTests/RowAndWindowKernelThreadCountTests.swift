import GradusTensors
import GradusTestSupport
import Testing

/// Every kernel that runs in parallel gives the same bits on one thread, on two and on four.
@ThreadCountOwner @Suite struct RowAndWindowKernelThreadCountTests {
  private func expectSameBits(_ body: () -> [Tensor], _ location: SourceLocation = #_sourceLocation)
  {
    let alone = onThreads(1, body).map(\.scalars)
    for count in [2, 4] {
      #expect(alone == onThreads(count, body).map(\.scalars), sourceLocation: location)
    }
  }

  private let image = Tensor.normal([6, 37, 35, 33], from: RandomStream(seed: 1, name: "image"))

  @Test func pooling() {
    let geometry = PoolingGeometry(kernel: 3, stride: 2, padding: 1)
    expectSameBits {
      let (values, indices) = image.maxPool(geometry)
      let average = image.averagePool(geometry)
      let global = image.adaptiveAveragePool(height: 1, width: 1)
      return [
        values, values.maxPoolScattered(indices, inputShape: image.shape), average,
        average.averagePoolScattered(geometry, inputShape: image.shape), global,
        global.adaptiveAveragePoolScattered(inputShape: image.shape),
      ]
    }
  }

  @Test func normalisation() {
    expectSameBits {
      let (mean, variance) = image.channelStatistics()
      let output = image.batchNormalized(mean: mean, inverseStandardDeviation: variance)
      let gradient = Tensor.batchNormalizedGradient(
        input: image, mean: mean, inverseStandardDeviation: variance, gradient: output)
      let activated = Tensor.batchNormalizedGradient(
        input: image, mean: mean, inverseStandardDeviation: variance, gradient: output,
        adds: true, addition: image, activation: .hardSwish)
      let (local, base) = image.localResponseNormalized(size: 5, alpha: 1, beta: 0.75, k: 2)
      let localGradient = Tensor.localResponseNormalizedGradient(
        input: image, base: base, gradient: local, size: 5, alpha: 1, beta: 0.75)
      return [
        mean, variance, output, gradient.input, gradient.scale, gradient.shift, activated.input,
        activated.addition!, activated.scale, local, localGradient,
      ]
    }
  }

  @Test func rows() {
    expectSameBits {
      let output = image.softmax()
      let rows = image.reshaped(to: [-1, 33])
      let (loss, slope) = rows.crossEntropy(target: output.reshaped(to: rows.shape))
      return [
        loss, slope, output, image.logSoftmax(), image.logSumExp(), image.topK(3).values,
        Tensor.softmaxGradient(output: output, gradient: image),
      ]
    }
  }
}
