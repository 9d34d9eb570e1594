import Foundation
import Gradus
import Testing

/// The gradients of a step of a network that PyTorch exported, beside PyTorch's, where
/// `Scripts/onnx-import.py --gradients` has written them.
@Suite struct ONNXGradientTests {
  private static let folder = ProcessInfo.processInfo.environment["GRADUS_ONNX_GRADIENTS"]

  @Test(.enabled(if: folder != nil)) func gradientsArePyTorchs() throws {
    let folder = Self.folder ?? ""
    let model = try ONNXModel(contentsOf: "\(folder)/net.onnx")
    // In double precision: in single, rounding decides on which side of a kink some activations are.
    model.convert(to: .float64)
    let images = try NumPyFile.read("\(folder)/images.npy").permuted([0, 2, 3, 1])
    let labels = try NumPyFile.read("\(folder)/labels.npy").scalars.map { Int($0) }
    let expected = try WeightsFile.read("\(folder)/gradients.npz").tensors
    let tape = Tape(.training, step: 0)
    let gradients = tape.gradients(of: model(tape.constant(images)).crossEntropy(labels: labels))
    var greatest = 0.0
    #expect(expected.count == model.parameters.count && expected.count > 10)
    for (path, parameter) in model.parameters {
      let own = try #require(gradients[parameter], "\(path)")
      let theirs = parameter.pyTorchLayout.fromPyTorch(try #require(expected[path], "\(path)"))
      let scale = max(1e-6, theirs.scalars.map(abs).max() ?? 0)
      let difference = ((own - theirs).scalars.map(abs).max() ?? 0) / scale
      greatest = max(greatest, difference)
      #expect(difference <= 1e-4, "\(path): \(difference)")
    }
    print(
      "gradients: \(expected.count) tensors, greatest difference \(greatest) of the largest element"
    )
  }
}
