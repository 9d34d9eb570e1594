import GradusAutodiff
import GradusLayers
import GradusTensors
import Testing

@testable import GradusZoo

/// What the efficient and searched networks do only while training.
@Suite struct EfficientFamilyTrainingTests {
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
