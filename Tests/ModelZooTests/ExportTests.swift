import Foundation
import Gradus
import GradusTestSupport
import Testing

/// Networks as ONNX, as a user makes and runs them.
@Suite struct ExportTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func theFileHasTheLogitsOfTheNetwork() throws {
    let model = CIFARResNet(depth: 20).initialize(seed: 5)
    try model.save(to: folder["w.safetensors"])
    let images = Tensor.normal([3, 3, 32, 32], from: RandomStream(seed: 1, name: "images"))
    try NumPyFile.write(images, to: folder["x.npy"])
    let export = try BuiltProgram.run(
      "ModelZoo",
      ["export", "resnet20-cifar", folder["net.onnx"], "--weights", folder["w.safetensors"]])
    #expect(export.code == 0, "\(export.errors)")
    let run = try BuiltProgram.run(
      "ModelZoo",
      ["logits", folder["net.onnx"], "--input", folder["x.npy"], "--output", folder["y.npy"]])
    #expect(run.code == 0, "\(run.errors)")
    let expected = model(images.permuted([0, 2, 3, 1]))
    #expect((try NumPyFile.read(folder["y.npy"]) - expected).scalars.allSatisfy { abs($0) < 1e-4 })
    let metadata = try ONNXModel(contentsOf: folder["net.onnx"]).metadata
    #expect(metadata["network"] == "resnet20-cifar" && metadata["weights"] == "w.safetensors")
    #expect(metadata["preprocessing"]?.contains("0.4914") == true)
  }

  @Test(arguments: [
    (["export", "nonsense", "OUT"], "there is no network named"),
    (["export", "vgg16", "OUT", "--size", "8"], "--size 8: "),
    (["export", "vgg16", "OUT", "--size", "0"], "--size must be between"),
    (
      ["logits", "OUT.onnx", "--input", "a", "--output", "b", "--weights", "c"],
      "brings its weights"
    ),
    (["logits", "resnet18", "--input", "a", "--output", "b"], "give the weights by --weights"),
  ]) func wrongInputIsOneLine(_ arguments: [String], _ problem: String) throws {
    let ending = try BuiltProgram.run(
      "ModelZoo", arguments.map { $0.replacing("OUT", with: folder["net"]) })
    #expect(ending.code == 2 || ending.code == 64, "\(ending.code)")
    #expect(ending.errors.first?.contains(problem) == true, "\(ending.errors)")
    #expect(try folder.names.isEmpty)
  }
}
