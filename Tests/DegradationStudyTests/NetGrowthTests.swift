import Gradus
import Testing

@testable import DegradationStudy

/// Surgery on nets, and the nets that only the study has.
@Suite struct NetGrowthTests {
  private let images = Tensor.uniform(
    [16, 8, 8, 1], in: -1..<1, from: RandomStream(seed: 1, name: "images"))

  @Test func aGrownNetComputesTheSame() throws {
    let small = CIFARResNet(depth: 8, shortcut: .none, width: 3, inputChannels: 1)
      .initialize(seed: 1)
    let large = CIFARResNet(depth: 20, shortcut: .none, width: 3, inputChannels: 1)
      .initialize(seed: 2)
    PopulationStatistics.measure(
      small, on: [Batch(images: images, labels: [Int](repeating: 0, count: 16), epoch: 0, index: 0)]
    )
    #expect(difference(small(images), large(images)) > 1e-2)
    try NetGrowth.embed(small, into: large)
    #expect(difference(small(images), large(images)) < 1e-5)
  }

  private func difference(_ a: Tensor, _ b: Tensor) -> Double { (a - b).norm / a.norm }

  @Test func populationStatisticsOfOneBatchAreItsOwn() {
    let model = CIFARResNet(depth: 8, shortcut: .none, width: 3, inputChannels: 1)
      .initialize(seed: 1)
    PopulationStatistics.measure(
      model, on: [Batch(images: images, labels: [Int](repeating: 0, count: 16), epoch: 0, index: 0)]
    )
    let (mean, _) = model.conv1(images).channelStatistics()
    #expect(difference(model.bn1.runningMean.value, mean) < 1e-5)
  }

  @Test func identityWeightsPassRectifiedSignals() {
    let style = BlockStyle.plainWithoutNorm
    let net = DeepMLP(depth: 6, width: 8, inputs: 64, classes: 10, style: style)
      .initialize(.identity, seed: 1)
    let shallow = DeepMLP(depth: 2, width: 8, inputs: 64, classes: 10, style: style)
      .initialize(.identity, seed: 1)
    #expect(difference(net(images), shallow(images)) < 1e-6)
  }

  @Test func looksLinearNetsAreLinear() {
    let net = DeepMLP(depth: 6, width: 8, inputs: 64, classes: 10, style: .plainWithoutNorm)
      .initialize(.looksLinear, seed: 1)
    let other = Tensor.uniform(
      [16, 8, 8, 1], in: -1..<1, from: RandomStream(seed: 2, name: "images"))
    // The classifier reads rectified halves, so take it away: f(a) + f(b) against f(a + b) before it.
    func features(_ x: Tensor) -> Tensor {
      let h = net.blocks(net.stem(x.reshaped(to: [16, 64])).relu())
      return h.sliced(axis: 1, 0..<4) - h.sliced(axis: 1, 4..<8)
    }
    #expect(difference(features(images + other), features(images) + features(other)) < 1e-5)
  }

  @Test func stackedNetsAgreeWithTheZoo() {
    let zoo = CIFARResNet(depth: 14, width: 4, inputChannels: 1).initialize(seed: 3)
    let own = StackedConvNet(
      depth: 14, width: 4, inputChannels: 1, classes: 10, style: .residual
    ).initialize(.he, seed: 3)
    #expect(difference(zoo(images), own(images)) < 1e-6)
  }

  @Test func responseDeviationsAreThoseOfTheResponses() {
    let norm = BatchNorm(4).initialize(seed: 1)
    norm.weight?.value = Tensor([0.5, 1, 2, 3], shape: [4], dtype: .float32)
    norm.bias?.value = Tensor([1, -1, 0, 2], shape: [4], dtype: .float32)
    let x = Tensor.normal([500, 4], from: RandomStream(seed: 1, name: "x"))
    let tape = Tape(.training, recording: false)
    let response = withExtendedLifetime(tape) { norm(tape.constant(x)).value }
    let expected = response.variance().item.squareRoot()
    final class Holder: Classifier {
      let norm: BatchNorm
      let classes = 1
      init(_ norm: BatchNorm) { self.norm = norm }
      func forward(_ images: Variable) -> Prediction { Prediction(logits: images) }
    }
    let computed = ResponseDeviations.ofLayers(Holder(norm))[0]
    #expect(abs(computed / expected - 1) < 1e-3)
  }
}
