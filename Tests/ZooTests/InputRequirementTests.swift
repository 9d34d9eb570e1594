import GradusAutodiff
import GradusLayers
import GradusTensors
import GradusZoo
import Testing

@Suite struct InputRequirementTests {
  @Test(arguments: Catalog.all)
  func smallestImagesPassAndSmallerOnesDoNot(_ entry: CatalogEntry) throws {
    let model = entry.make(10, 3)
    let least = model.inputRequirement.minimumSize
    #expect(ShapeRun.logits(model, ImageSize(least)) == [1, 10])
    guard least > 1 else { return }
    let layer = try #require(model.inputRequirement.limitingLayer)
    #expect(model.modules.contains { $0.path == layer }, "\(layer)")
    for shape: Shape in [[1, least - 1, least, 3], [1, least, least - 1, 3]] {
      let error = #expect(throws: ShapeMismatch.self) { try model.outputShape(for: shape) }
      #expect(error?.description.contains(layer) == true)
      #expect(error?.description.contains("\(least)x\(least)") == true)
    }
  }

  /// Where poolings round down, more pixels are needed, and that many are asked for.
  @Test(arguments: ["squeezenet1_0", "squeezenet1_1", "googlenet", "googlenet-paper", "senet154"])
  func variantsAskForWhatTheyNeed(_ name: String) throws {
    let own = try NetworkVariant(name).make(classes: 10)
    let variant = try NetworkVariant(name, .roundsPoolingDown).make(classes: 10)
    let (few, least) = (own.inputRequirement.minimumSize, variant.inputRequirement.minimumSize)
    #expect(least > few)
    #expect(ShapeRun.logits(variant, ImageSize(least)) == [1, 10])
    let layer = try #require(variant.inputRequirement.limitingLayer)
    #expect(variant.modules.contains { $0.path == layer }, "\(layer)")
    #expect(throws: ShapeMismatch.self) { try variant.outputShape(for: [1, least - 1, least, 3]) }
  }

  @Test(arguments: ["squeezenet1_0", "squeezenet1_1", "googlenet", "senet154"])
  func variantsRequirementsAreTight(_ name: String) async throws {
    await #expect(processExitsWith: .failure) { [name = name as String] in
      let model = try NetworkVariant(name, .roundsPoolingDown).make(classes: 10)
      let size = model.inputRequirement.minimumSize - 1
      _ = model.forward(Variable(Tensor(shapeOnly: [1, size, size, 3])))
    }
  }

  /// Past the check, the layers themselves stop at images one pixel too small.
  @Test(arguments: [
    "alexnet", "alexnet-paper", "zfnet-paper", "vgg11", "googlenet", "inception_v3", "senet154",
  ])
  func requirementIsTight(_ name: String) async throws {
    await #expect(processExitsWith: .failure) { [name = name as String] in
      let model = try Catalog.entry(named: name).make(10, 3)
      let size = model.inputRequirement.minimumSize - 1
      _ = model.forward(Variable(Tensor(shapeOnly: [1, size, size, 3])))
    }
  }
}
