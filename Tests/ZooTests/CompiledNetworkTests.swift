import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusZoo
import Testing

/// Networks of the catalog, compiled, give the bits that their models give.
@Suite(.serialized) struct CompiledNetworkTests {
  @Test(arguments: SampledNetworks.upTo(1_000_000, ofEachPaper: true)) func givesTheBitsOfItsModel(
    _ entry: CatalogEntry
  ) throws {
    let model = entry.make(10, 3).initialize(seed: 1)
    let size = max(32, model.inputRequirement.minimumSize)
    let images = Tensor.normal([2, size, size, 3], from: RandomStream(seed: 3, name: "images"))
    let run = try model.compiled(for: images.shape, dtype: images.dtype)
    #expect(run.output == [2, 10])
    let (own, expected) = (run(images), model(images))
    let scale = expected.absolute().maximum().item
    let difference = (own - expected).absolute().maximum().item
    #expect(difference == 0, "\(entry.name): \(difference) of \(scale)")
  }
}
