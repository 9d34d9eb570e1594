import Gradus

/// One repetition of a case, with everything it needs made beforehand.
struct Repetition {
  /// Does the work once.
  let run: () throws -> Void
  /// Floating-point operations of the work, two for each multiply-add; nil where nobody counts.
  var floatingPointOperations: Double?

  /// A training step: forward run, mean cross entropy, backward run, and stochastic gradient descent
  /// with momentum 0.9 and weight decay 10⁻⁴, always on the same invented images.
  init(training network: BenchmarkNetwork, batch: Int) {
    let model = network.make().initialize(seed: 1)
    let loop = TrainingLoop(
      model, SGD(model, momentum: 0.9, weightDecay: 1e-4), .constant(0.001), seed: 1)
    let data = Self.trainingBatch(network, batch)
    run = { _ = try loop.step(data) }
  }

  /// The logits of a batch of invented images, by the network compiled for it.
  init(inference network: BenchmarkNetwork, batch: Int) throws {
    let images = Self.images(network, batch)
    let logits = try network.make().initialize(seed: 1).compiled(for: images.shape)
    run = { _ = logits(images) }
  }

  /// The logits of a batch of invented images, by a call of the network.
  init(call network: BenchmarkNetwork, batch: Int) {
    let model = network.make().initialize(seed: 1)
    let images = Self.images(network, batch)
    run = { _ = model(images) }
  }

  /// A pass of a layer on normal numbers.
  init(
    layer: LayerShape, _ pass: LayerPass, batch: Int, algorithm: ConvolutionAlgorithm = .automatic
  ) {
    if layer.size == 1 {
      self.init(0, Self.linear(layer, pass, batch))
    } else {
      self.init(
        convolution: layer.geometry.computed(by: algorithm),
        input: [batch, layer.size, layer.size, layer.inputs],
        filter: [
          layer.kernel, layer.kernel, layer.inputs / layer.geometry.groups, layer.outputs,
        ], pass)
    }
    floatingPointOperations = 2 * Double(layer.multiplyAdds * batch)
  }

  /// A pass of a fully connected layer on normal numbers.
  private static func linear(_ layer: LayerShape, _ pass: LayerPass, _ batch: Int) -> () -> Void {
    let x = numbers([batch, layer.inputs], "input")
    let w = numbers([layer.inputs, layer.outputs], "filter")
    let gradient = numbers([batch, layer.outputs], "gradient")
    return switch pass {
    case .forward: { _ = x.matmul(w) }
    case .inputGradient: { _ = gradient.matmul(w, transposeRHS: true) }
    case .filterGradient: { _ = x.matmul(gradient, transposeLHS: true) }
    }
  }

  /// A pass of a convolution on normal numbers.
  init(convolution geometry: ConvolutionGeometry, input: Shape, filter: Shape, _ pass: LayerPass) {
    let (x, w) = (Self.numbers(input, "input"), Self.numbers(filter, "filter"))
    let gradient = Self.numbers(geometry.outputShape(for: input, filter: filter), "gradient")
    run =
      switch pass {
      case .forward: { _ = x.conv2d(w, geometry) }
      case .inputGradient:
        { _ = gradient.conv2dInputGradient(filter: w, inputShape: input, geometry) }
      case .filterGradient:
        { _ = x.conv2dFilterGradient(gradient, filterShape: filter, geometry) }
      }
  }

  private static func numbers(_ shape: Shape, _ name: String) -> Tensor {
    Tensor.normal(shape, standardDeviation: 0.1, from: RandomStream(seed: 1, name: name))
  }

  private init(_ operations: Double, _ run: @escaping () -> Void) {
    (self.run, floatingPointOperations) = (run, operations)
  }

  /// Matrix products of 1024 rows and columns, one a thread at a time.
  static func matrixProductPeak() -> Repetition {
    let peak = MatrixProductPeak(size: 1024)
    return Repetition(peak.floatingPointOperations) { peak.run() }
  }

  /// Invented images and labels.
  static func trainingBatch(_ network: BenchmarkNetwork, _ batch: Int) -> Batch {
    Batch(
      images: images(network, batch), labels: (0..<batch).map { $0 * 7 % network.classes },
      epoch: 0, index: 0)
  }

  /// Invented images.
  static func images(_ network: BenchmarkNetwork, _ batch: Int) -> Tensor {
    Tensor.normal(
      [batch, network.imageSize, network.imageSize, 3], from: RandomStream(seed: 1, name: "images"))
  }
}
