import Autodiff
import Layers
import Tensors
import Testing

@testable import Zoo

/// One training step of every efficient and searched network at a small size.
@Suite(.serialized) struct EfficientFamilyTrainingTests {
  @Test(arguments: Catalog.efficientFamilies)
  func everyParameterGetsAGradient(_ entry: CatalogEntry) throws {
    let model = entry.make(10, 3).initialize(seed: 1)
    let size = max(33, model.inputRequirement.minimumSize)
    let images = Tensor.normal([2, size, size, 3], from: RandomStream(seed: 2, name: "images"))
    // Stochastic depth may drop a block for both images, which leaves its parameters without a
    // gradient; it has a test of its own.
    let tape = Tape(.training, seed: 3)
    let loss = model.withoutRandomization {
      model(tape.constant(images)).crossEntropy(labels: [3, 7])
    }
    let gradients = tape.gradients(of: loss)
    #expect(loss.value.item.isFinite)
    for (path, parameter) in model.parameters {
      let gradient = try #require(gradients[parameter], "\(entry.name): \(path) has no gradient")
      let square = (gradient * gradient).summed().item
      #expect(square > 0 && square.isFinite, "\(entry.name): \(path) \(square)")
    }
  }

  @Test func auxiliaryHeadOfNASNetCountsInTraining() {
    let model = NASNet.mobile(classes: 5)
    func prediction(_ mode: Tape.Mode, _ size: Int) -> Prediction {
      let tape = Tape(mode)
      return model(tape.constant(Tensor(shapeOnly: [2, size, size, 3])))
    }
    for size in [64, 224, 300] {
      let auxiliary = prediction(.training, size).auxiliary
      #expect(auxiliary.map(\.lossWeight) == [0.4])
      #expect(auxiliary.map(\.logits.shape) == [[2, 5]])
      #expect(prediction(.inference, size).auxiliary.isEmpty)
    }
  }

  @Test func stochasticDepthGrowsWithDepth() {
    let blocks = EfficientNet.b0().modules.compactMap { $0.module as? StochasticDepth }
    let probabilities = blocks.map(\.probability)
    #expect(probabilities == probabilities.sorted())
    // 16 blocks, of which the 9 with a shortcut can be dropped; the last of these is the 15th.
    #expect(probabilities.count == 9)
    #expect(abs(probabilities.last! - 0.2 * 14 / 16) < 1e-15)
  }
}
