import Tensors
import Testing

/// Every kernel that runs in parallel gives the same bits on one thread and on two.
@Suite(.serialized) struct RowAndWindowKernelThreadCountTests {
  private func expectSameBits(_ body: () -> [Tensor], _ location: SourceLocation = #_sourceLocation)
  {
    let before = Parallel.threadCount
    Parallel.threadCount = 1
    let alone = body().map(\.scalars)
    Parallel.threadCount = 2
    let together = body().map(\.scalars)
    Parallel.threadCount = before
    #expect(alone == together, sourceLocation: location)
  }

  private let image = Tensor.normal([6, 37, 35, 33], from: RandomStream(seed: 1, name: "image"))

  @Test func pooling() {
    let geometry = PoolingGeometry(kernel: 3, stride: 2, padding: 1)
    expectSameBits {
      let (values, indices) = image.maxPooled(geometry)
      let average = image.averagePooled(geometry)
      let global = image.adaptiveAveragePooled(height: 1, width: 1)
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
      let (local, base) = image.localResponseNormalized(size: 5, alpha: 1, beta: 0.75, k: 2)
      let localGradient = Tensor.localResponseNormalizedGradient(
        input: image, base: base, gradient: local, size: 5, alpha: 1, beta: 0.75)
      return [
        mean, variance, output, gradient.input, gradient.scale, gradient.shift, local,
        localGradient,
      ]
    }
  }

  @Test func rows() {
    expectSameBits {
      let output = image.softmax()
      return [
        output, image.logSoftmax(), image.logSumExp(), image.topK(3).values,
        Tensor.softmaxGradient(output: output, gradient: image),
      ]
    }
  }
}
