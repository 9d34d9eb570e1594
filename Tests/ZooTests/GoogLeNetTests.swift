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

  /// Widths scale every layer; the heads can be left out, and the rest starts with the same weights.
  @Test func thePapersNetComesNarrowerAndWithoutHeads() {
    let narrow = GoogLeNet.paper(width: 0.25, inputChannels: 1, classes: 10)
    #expect(narrow.conv1.conv.weight.shape == [7, 7, 1, 16])
    #expect(narrow.fc.weight.shape == [256, 10])
    #expect(narrow.aux1?.fc1.weight.shape == [512, 256])
    let bare = GoogLeNet.paper(
      auxiliaryHeads: false, width: 0.25, inputChannels: 1, classes: 10
    ).initialize(seed: 3)
    #expect(bare.aux1 == nil && bare.aux2 == nil)
    narrow.initialize(seed: 3)
    let images = Tensor.uniform(
      [1, 84, 84, 1], in: -1..<1, from: RandomStream(seed: 1, name: "images"))
    #expect(narrow(images).scalars == bare(images).scalars)
  }

  /// torchvision's `transform_input`, by its own formula.
  @Test func torchvisionsInputIsTransformed() {
    let model = GoogLeNet.torchvision(auxiliaryHeads: false, classes: 3).initialize(seed: 1)
    let images = Tensor.uniform(
      [2, 32, 32, 3], in: -2..<2, from: RandomStream(seed: 1, name: "images"))
    let statistics = [(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)]
    let expected = Tensor(
      images.scalars.enumerated().map { index, value in
        let (mean, deviation) = statistics[index % 3]
        // The pixel in 0...1, then scaled to -1...1.
        return ((value * deviation + mean) - 0.5) / 0.5
      }, shape: images.shape, dtype: .float32)
    let wanted = model(expected).scalars
    model.transformsInput = true
    for (a, b) in zip(model(images).scalars, wanted) { #expect(abs(a - b) < 1e-4) }
    #expect((InceptionV3() as any Classifier) is any TorchvisionInput)
  }
}
