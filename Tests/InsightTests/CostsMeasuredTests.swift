import Gradus
import Testing

/// The multiply-adds that the costs promise are those the kernels carry out.
///
/// The rule: a tap on padding counts, in the costs and in gathered products, which multiply its
/// zero. Depthwise loops skip such taps, so there exactly they are missing.
@Suite struct CostsMeasuredTests {
  /// Networks with groups, biases, strides, padding on one side, squeeze and excitation, shared and
  /// depthwise filters, and the size of their images.
  static let networks: [(name: String, size: Int)] = [
    ("alexnet-paper", 67), ("vgg11", 32), ("googlenet-paper", 80), ("inception_v3", 75),
    ("resnet18-c", 33), ("resnet50-v1", 40), ("resnext50_32x4d", 33), ("se_resnet50", 33),
    ("preact_resnet110-cifar", 9), ("densenet_bc100_12-cifar", 8), ("squeezenet1_1", 40),
    ("mobilenet_v1", 33), ("mobilenet_v2", 45), ("mobilenet_v3_small", 33),
    ("shufflenet_v1_g3", 33), ("shufflenet_v2_x0_5", 40), ("mnasnet_a1", 33),
    ("efficientnet_b0", 41), ("nasnet_a_mobile", 40),
  ]

  @Test(arguments: [1, 2]) func kernelsDoWhatTheCostsPromise(_ batch: Int) async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
      [batch = batch as Int] in
      for (name, size) in Self.networks {
        let model = try Catalog.entry(named: name).make(10, 3).initialize(seed: 1)
        let shape: Shape = [batch, size, size, 3]
        let promised = NetworkCosts(of: model, input: shape) { model($0).logits }.multiplyAdds
        for algorithm in [ConvolutionAlgorithm.im2col, .pointwise, .depthwise] {
          let (done, outside) = Self.run(model, shape, algorithm)
          let missing = algorithm == .depthwise ? outside : 0
          precondition(
            done == promised - missing,
            "\(name) \(algorithm): \(done) done, \(promised) promised, \(missing) outside")
        }
      }
    }
    #expect(String(decoding: result?.standardErrorContent ?? [], as: UTF8.self) == "")
  }

  /// Winograd's algorithm multiplies less than the costs say, which count the direct product.
  @Test func winogradDoesLess() async {
    await #expect(processExitsWith: .success) {
      let model = try Catalog.entry(named: "vgg11").make(10, 3).initialize(seed: 1)
      let shape: Shape = [2, 64, 64, 3]
      let promised = NetworkCosts(of: model, input: shape) { model($0).logits }.multiplyAdds
      let (done, _) = Self.run(model, shape, .winograd4x4)
      precondition(done < promised * 3 / 4, "\(done) done, \(promised) promised")
    }
  }

  /// Nobody counts when nobody asked, and counting does not change a bit.
  @Test func countingChangesNoResult() {
    let model = CIFARResNet(depth: 8).initialize(seed: 1)
    let images = Tensor.normal([2, 32, 32, 3], from: RandomStream(seed: 1, name: "images"))
    let expected = model(images).scalars
    var found: [Double] = []
    let count = MultiplyAddCounter.counting { found = model(images).scalars }
    #expect(found == expected && count > 0)
  }

  /// Runs a network; the second number is the multiply-adds of depthwise taps outside the image.
  private static func run(
    _ model: any Classifier, _ shape: Shape, _ algorithm: ConvolutionAlgorithm
  ) -> (done: Int, outside: Int) {
    let tape = Tape(.inference, convolutionAlgorithm: algorithm)
    let images = Tensor.normal(shape, from: RandomStream(seed: 1, name: "images"))
    let done = MultiplyAddCounter.counting { _ = model(tape.constant(images)) }
    return (done, tape.nodes.reduce(0) { $0 + outside($1, tape) })
  }

  private static func outside(_ node: TapeNode, _ tape: Tape) -> Int {
    guard node.operation.name == "conv2d",
      case .convolution(let geometry)? = node.operation.attributes["geometry"]
    else { return 0 }
    let (input, filter) = (tape.nodes[node.inputs[0]!].shape, tape.nodes[node.inputs[1]!].shape)
    guard geometry.groups > 1, filter[2] == 1, filter[3] == geometry.groups else { return 0 }
    var taps = 0
    for row in 0..<node.shape[1] {
      for column in 0..<node.shape[2] {
        for kernelRow in 0..<filter[0] {
          for kernelColumn in 0..<filter[1] {
            let y =
              row * geometry.stride.height - geometry.padding.top
              + kernelRow * geometry.dilation.height
            let x =
              column * geometry.stride.width - geometry.padding.left
              + kernelColumn * geometry.dilation.width
            if y < 0 || x < 0 || y >= input[1] || x >= input[2] { taps += 1 }
          }
        }
      }
    }
    return input[0] * taps * input[3]
  }
}
