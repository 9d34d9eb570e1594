import Gradus
import GradusTestSupport
import Testing

@testable import ModelZoo

/// Weights whose names do not tell them apart are told apart by a picture's logits.
@Suite struct IdentifyTests {
  /// Each branch of each fork, at its first place, and both changes of one network.
  static let variants =
    Fork.known.flatMap { $0.branches.map { $0.variants[0] } }
    + [NetworkVariant("mobilenet_v1_0_25", .epsilon(0.001), .padsAsTensorFlow)]

  @Test(arguments: variants) func logitsNameTheVariant(_ variant: NetworkVariant) throws {
    let folder = try TemporaryFolder()
    let entry = try Catalog.entry(named: variant.network)
    let side = min(entry.inputSize.height, 96)
    // Bright enough that ReLU6 differs from ReLU.
    let images = Tensor.uniform(
      [1, side, side, 3], in: -20.0..<20, from: RandomStream(seed: 5, name: "images"))
    let model = try variant.make(classes: 10)
    model.initialize(seed: 3)
    try model.save(to: folder["w.safetensors"])
    let found = try Identification(
      folder["w.safetensors"], try .parse([]), images: images, logits: model(images))
    #expect(found.candidates.count > 1)
    #expect(found.candidates.filter(\.agrees).map(\.variant) == [variant])
    #expect(found.candidates.allSatisfy { $0.classes == 10 })
  }

  /// Without logits, each variant is named with the others and with whose weights they take.
  @Test func notesNameTheOtherBranches() {
    for fork in Fork.known {
      for variant in fork.branches.flatMap(\.variants) {
        let remarks = variant.remarks.filter { $0.contains(fork.subject) }
        #expect(remarks.count == 1, "\(variant)")
        for rival in fork.rivals(of: variant) {
          let choice = fork.branch(of: rival)?.choice ?? "no branch"
          #expect(remarks[0].contains("\(rival)") && remarks[0].contains(choice), "\(variant)")
        }
      }
    }
  }

  @Test func namesThatNeedOptionsAreFound() throws {
    let folder = try TemporaryFolder()
    let model = CIFARResNet(depth: 20).initialize(seed: 1)
    let renamed = StateDictionary(
      model.stateDictionary(layout: .pyTorch).map {
        (name: "module." + $0.name.replacing("fc.", with: "linear."), value: $0.value)
      })
    try SafetensorsFile(tensors: renamed).write(to: folder["w.safetensors"])
    let result = try BuiltProgram.run("ModelZoo", ["identify", folder["w.safetensors"]])
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.output.contains("resnet20-cifar-both-sides")
        && result.output.contains("--rename linear.=fc.") && result.output.contains("Idelbayev"))
    // Without shortcuts the same names and shapes.
    #expect(result.output.contains("plain20-cifar") && !result.output.contains("plain32"))
  }

  /// What is no number agrees with nothing, whatever stands beside it.
  @Test func numbersThatAreNoneDoNotAgree() {
    #expect(Identification.difference([1, 2.5], [1, 2]) == 0.25)
    #expect(Identification.difference([0, 0], [0, 0]) == 0)
    for found in [[1, .nan], [.nan, 2], [.infinity, 2]] as [[Double]] {
      #expect(Identification.difference(found, [1, 2]) == .infinity, "\(found)")
    }
  }

  /// Names that look like options advise what cannot be given, and end nothing.
  @Test func namesThatAreNoOptionsAreSurvived() throws {
    let folder = try TemporaryFolder()
    let model = CIFARResNet(depth: 20).initialize(seed: 1)
    let renamed = StateDictionary(
      model.stateDictionary(layout: .pyTorch).map {
        (name: "--key." + $0.name.replacing("fc.", with: "=."), value: $0.value)
      })
    try SafetensorsFile(tensors: renamed).write(to: folder["w.safetensors"])
    _ = try Identification(folder["w.safetensors"], try .parse([]))
  }

  /// More pictures than are run at a time: the differences of all count.
  @Test func picturesAreRunInBatches() throws {
    let folder = try TemporaryFolder()
    let model = CIFARResNet(depth: 20).initialize(seed: 1)
    try model.save(to: folder["w.safetensors"])
    let images = Tensor.uniform(
      [18, 8, 8, 3], in: -1.0..<1, from: RandomStream(seed: 5, name: "images"))
    let found = try Identification(
      folder["w.safetensors"], try .parse([]), images: images, logits: model(images))
    #expect(found.candidates.filter(\.agrees).map(\.variant.network) == ["resnet20-cifar"])
  }

  /// Pictures are brought to where the variant wants them: -1...1, or ImageNet's statistics that it undoes.
  @Test(arguments: ["googlenet", "inception_v3"]) func recipesFollowTheVariant(_ name: String)
    throws
  {
    let (plain, transforming) = (
      try NetworkVariant(name).recipe(), try NetworkVariant(name, .transformsInput).recipe()
    )
    #expect(plain.mean == [0.5, 0.5, 0.5] && plain.deviation == [0.5, 0.5, 0.5])
    #expect(transforming.mean == [0.485, 0.456, 0.406])
    #expect(transforming.shorterSide == plain.shorterSide)
    #expect(try NetworkVariant("resnet18").recipe().mean == [0.485, 0.456, 0.406])
  }

  @Test func whatFitsNothingSaysWhatIsNearest() throws {
    let folder = try TemporaryFolder()
    try SafetensorsFile(tensors: ["conv1.weight": Tensor.full([2, 2], 1)]).write(
      to: folder["w.safetensors"])
    let result = try BuiltProgram.run("ModelZoo", ["identify", folder["w.safetensors"]])
    #expect(result.code == 1 && result.errors.count == 1)
  }
}
