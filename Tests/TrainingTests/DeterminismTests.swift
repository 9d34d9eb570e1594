import Gradus
import GradusTestSupport
import Testing

/// A net that runs every kernel whose work is split among threads: Winograd's and gathered
/// convolutions, grouped and depthwise ones, poolings, both normalisations, dropout.
private final class ManyKernels: Classifier {
  let stem = Conv2d(3, 24, kernel: 5, stride: 2, padding: 2)
  let lrn = LocalResponseNorm(size: 5)
  let grouped = Conv2d(24, 32, kernel: 3, padding: 1, groups: 4, bias: false)
  let bn = BatchNorm(32)
  let depthwise = Conv2d(32, 32, kernel: 3, padding: 1, groups: 32, bias: false)
  let pointwise = Conv2d(32, 24, kernel: 1)
  let winograd: Conv2d
  let bn2 = BatchNorm(20)
  let dropout = Dropout(0.3)
  let fc = Linear(20, 10)
  let classes = 10

  init() {
    let geometry = ConvolutionGeometry(padding: 1, algorithm: .winograd4x4)
    winograd = Conv2d(24, 20, kernel: Extent(3), geometry: geometry, bias: false)
  }

  func forward(_ images: Variable) -> Prediction {
    var x = lrn(stem(images)).relu().maxPool(PoolingGeometry(kernel: 3, stride: 2))
    x = depthwise(bn(grouped(x)).relu())
    let y = pointwise(x).averagePool(PoolingGeometry(kernel: 2, stride: 1))
    let z = bn2(winograd(y)).relu().adaptiveAveragePool(height: 1, width: 1)
    return Prediction(logits: fc(dropout(z.reshaped(to: [images.shape[0], -1]))))
  }
}

/// Weights after training are the same bits whatever the number of threads, run after run.
@Suite(.serialized) struct DeterminismTests {
  private static let optimizers: [@Sendable (any Module) -> any Optimizer] = [
    { SGD($0, momentum: 0.9, weightDecay: 1e-4) }, { Adam($0) }, { RMSProp($0) },
  ]

  /// The digest of all weights, statistics and optimiser state after three steps.
  private func digest(_ optimizer: Int, dtype: DType) throws -> String {
    let model = ManyKernels().initialize(seed: 1, dtype: dtype)
    let loop = TrainingLoop(model, Self.optimizers[optimizer](model), .constant(0.01), seed: 1)
    let images = Tensor.normal(
      [12, 61, 57, 3], from: RandomStream(seed: 1, name: "images"), dtype: dtype)
    let batch = Batch(images: images, labels: (0..<12).map { $0 % 10 }, epoch: 0, index: 0)
    for _ in 0..<3 { _ = try loop.step(batch) }
    let state = model.stateDictionary + loop.optimizer.state
    return SHA256.digest(of: state.flatMap { $0.value.littleEndianBytes() })
  }

  @Test(arguments: 0..<3, DType.allCases)
  @ThreadCountOwner func threadsAndRepetitionsChangeNoBit(_ optimizer: Int, _ dtype: DType) throws {
    var digests: Set<String> = []
    for threads in [1, 2, 4, 1, 2, 4] {
      digests.insert(try onThreads(threads) { try digest(optimizer, dtype: dtype) })
    }
    #expect(digests.count == 1)
  }

  /// Another seed gives other weights: the digest can tell.
  @Test func digestTellsTheDifference() {
    let bytes = [UInt8]("abc".utf8)
    #expect(
      SHA256.digest(of: bytes)
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(SHA256.digest(of: bytes + [0]) != SHA256.digest(of: bytes))
  }
}
