import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusZoo
import Testing

/// Inference, which computes normalisations, additions and activations together with the
/// convolutions before them, gives the logits of the same operations one by one.
@Suite(.serialized) struct FusedInferenceTests {
  @Test(arguments: SampledNetworks.upTo(6_000_000)) func givesTheLogitsOfTheSingleOperations(
    _ entry: CatalogEntry
  ) {
    let model = entry.make(10, 3).initialize(seed: 1, dtype: .float64)
    for case let (path, norm as BatchNorm) in model.modules {
      let stream = RandomStream(seed: 2, name: path)
      let shape = norm.runningMean.shape
      norm.runningMean.value = .normal(
        shape, standardDeviation: 0.1, from: stream, dtype: .float64)
      norm.runningVar.value = .uniform(shape, in: 0.5..<1.5, from: stream, dtype: .float64)
      norm.weight?.value = .uniform(shape, in: 0.5..<1.5, from: stream, dtype: .float64)
      norm.bias?.value = .normal(shape, standardDeviation: 0.2, from: stream, dtype: .float64)
    }
    let size = max(32, model.inputRequirement.minimumSize)
    let images = Tensor.normal(
      [1, size, size, 3], from: RandomStream(seed: 3, name: "images"), dtype: .float64)
    let tape = Tape(.inference)
    let expected = model(tape.constant(images)).logits.value
    let names = Set(tape.nodes.map(\.operation.name))
    let logits = model(images)
    #expect(names.contains("conv2d") && logits.shape == [1, 10])
    let scale = expected.absolute().maximum().item
    let difference = (logits - expected).absolute().maximum().item
    #expect(difference <= 1e-9 * scale, "\(entry.name): \(difference) of \(scale)")
  }
}
