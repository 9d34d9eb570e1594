import Gradus
import Testing

/// A batch without images goes through everything that a full one goes through.
@Suite struct EmptyBatchTests {
  @Test func reshapingTakesEmptyAxesAsOneLong() {
    func shape(_ from: Shape, _ to: [Int]) -> Shape { Tensor.zeros(from).reshaped(to: to).shape }
    #expect(shape([0, 7, 7, 512], [0, -1]) == [0, 25_088])
    #expect(shape([0, 7, 7, 512], [-1, 0]) == [25_088, 0])
    #expect(shape([4, 0, 3], [2, 0, -1]) == [2, 0, 6])
    #expect(shape([0, 3], [-1]) == [0] && shape([0, 3], [-1, 3]) == [0, 3])
    #expect(shape([2, 0], [-1, 5]) == [0, 5])
  }

  @Test func flattenKeepsTheFeatures() {
    let flat = Flatten()
    #expect(flat(Variable(.zeros([0, 2, 3, 5]))).shape == [0, 30])
    #expect(flat(Variable(.zeros([4, 2, 3, 5]))).shape == [4, 30])
    #expect(flat(Variable(.zeros([0, 6]))).shape == [0, 6])
  }

  /// A layer of each kind that images pass through.
  private static func layers() -> Sequential {
    Sequential([
      Conv2d(3, 8, kernel: 3, padding: 1), BatchNorm(8), ReLU(), MaxPool2d(kernel: 2, stride: 2),
      Conv2d(8, 8, kernel: 1), LocalResponseNorm(size: 3),
      Conv2d(8, 8, kernel: 3, padding: 1, groups: 8), ChannelShuffle(groups: 2),
      Conv2d(8, 12, kernel: 3, stride: 2, padding: 1, groups: 4), HardSwish(),
      AveragePool2d(kernel: 2, stride: 1), BilinearResize(height: 5, width: 4),
      AdaptiveAveragePool2d(), Flatten(), Dropout(0.5), Linear(12, 5),
    ])
  }

  @Test(arguments: [Tape.Mode.training, .inference])
  func everyLayerTakesNoImages(_ mode: Tape.Mode) throws {
    let model = Self.layers().initialize(seed: 1)
    let before = model.stateDictionary.map(\.value.scalars)
    let tape = Tape(mode, step: 0)
    let x = tape.variable(.zeros([0, 12, 12, 3]))
    let y = model(x)
    #expect(y.shape == [0, 5])
    let gradients = tape.gradients(of: y.squared().sum())
    #expect(gradients[x]?.shape == [0, 12, 12, 3] && gradients.count > 10)
    for (_, gradient) in gradients { #expect(gradient.scalars.allSatisfy { $0 == 0 }) }
    // No images say nothing about means and variances.
    #expect(model.stateDictionary.map(\.value.scalars) == before)
    #expect(model(Tensor.zeros([0, 12, 12, 3])).shape == [0, 5])
  }

  @Test func wholeNetworksTakeNoImages() {
    let model = CIFARResNet(depth: 8).initialize(seed: 1)
    let loss = model(Variable(.zeros([0, 32, 32, 3]))).logits.crossEntropy(labels: [])
    #expect(loss.value.item.isNaN)
  }

  /// Layers without inputs or outputs have parameters without elements, and initialise.
  @Test func layersWithoutChannels() {
    let linear = Linear(0, 3).initialize(seed: 1)
    #expect(
      linear(Tensor.zeros([2, 0])).scalars == linear.bias!.value.scalars
        + linear.bias!.value.scalars)
    let none = Conv2d(0, 4, kernel: 3, padding: 1).initialize(seed: 1)
    let y = none(Tensor.zeros([1, 2, 2, 0]))
    #expect(y.shape == [1, 2, 2, 4] && Array(y.scalars.prefix(4)) == none.bias!.value.scalars)
    #expect(Conv2d(4, 0, kernel: 1).initialize(seed: 1)(Tensor.zeros([1, 2, 2, 4])).count == 0)
  }
}
