import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusZoo
import Testing

/// One forward and backward run of networks at a small size.
@Suite(.serialized) struct TrainingStepTests {
  @Test(arguments: SampledNetworks.upTo(10_000_000, ofEachPaper: true))
  func everyParameterGetsAGradient(_ entry: CatalogEntry) throws {
    let model = entry.make(3, 3).initialize(seed: 1)
    let side = trainingSide(entry, model)
    let images = Tensor.uniform(
      [2, side, side, 3], in: -1..<1, from: RandomStream(seed: 2, name: "images"))
    let tape = Tape(.training)
    let (loss, gradients) = model.withoutRandomization {
      let loss = model(tape.constant(images)).crossEntropy(labels: [0, 2])
      return (loss.value.item, tape.gradients(of: loss))
    }
    #expect(loss.isFinite)
    for (path, parameter) in model.parameters {
      let gradient = try #require(gradients[parameter], "\(path) has no gradient")
      let largest = gradient.absolute().maximum().item
      #expect(largest > 0 && largest.isFinite, "\(path): largest element \(largest)")
    }
  }

  /// The least size at which two pixels a side reach the last stage: 33 where the network
  /// shrinks images 32 times, 8 for the CIFAR networks, 17 for those of pytorch-cifar, and what the
  /// auxiliary heads ask for.
  private func trainingSide(_ entry: CatalogEntry, _ model: any Classifier) -> Int {
    switch entry.name {
    case "inception_v3": 299
    case let name where name.hasSuffix("-pytorch-cifar"):
      max(model.inputRequirement.minimumSize, 17)
    default: max(model.inputRequirement.minimumSize, entry.inputSize.height <= 32 ? 8 : 33)
    }
  }
}
