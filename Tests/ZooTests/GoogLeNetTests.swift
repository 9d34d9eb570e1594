import Gradus
import Testing

/// GoogLeNet with and without its auxiliary heads.
@Suite struct GoogLeNetTests {
  @Test func withoutHeadsItHasTorchvisionsParametersAndOneOutput() {
    let model = GoogLeNet.torchvision(auxiliaryHeads: false)
    // torchvision's count for aux_logits = False.
    #expect(model.parameterCount == 6_624_904)
    #expect(!model.parameters.contains { $0.path.hasPrefix("aux") })
    let tape = Tape(.training)
    let prediction = model(tape.constant(Tensor(shapeOnly: [2, 224, 224, 3])))
    #expect(prediction.auxiliary.isEmpty && prediction.logits.shape == [2, 1000])
  }
}
