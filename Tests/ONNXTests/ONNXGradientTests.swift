import Foundation
import Gradus
import Testing

/// The gradients of a step of a network that PyTorch exported, beside PyTorch's, where
/// `Scripts/onnx-import.py --gradients` has written them.
@Suite struct ONNXGradientTests {
  private static let folder = ProcessInfo.processInfo.environment["GRADUS_ONNX_GRADIENTS"] ?? ""
  private static let isThere = !folder.isEmpty

  /// In double precision, in which both compute the same.
  @Test(.enabled(if: isThere)) func gradientsArePyTorchs() throws {
    let difference = try Self.difference(try Self.own(.float64), "gradients.npz")
    print("gradients in double precision: \(difference) of the largest element of a tensor")
    #expect(difference <= 1e-4)
  }

  /// In single precision rounding decides on which side of a kink some activations are: PyTorch's gradients
  /// are as far from the double ones as ours.
  @Test(.enabled(if: isThere)) func singlePrecisionIsAsFarFromDoubleAsPyTorchs() throws {
    let double = try WeightsFile.read("\(Self.folder)/gradients.npz").tensors
    let single = try WeightsFile.read("\(Self.folder)/gradients32.npz").tensors
    var theirs = 0.0
    for name in double.names {
      let (exact, rounded) = (try #require(double[name]), try #require(single[name]))
      theirs = max(theirs, Self.difference(rounded, exact))
    }
    let ours = try Self.difference(try Self.own(.float32), "gradients.npz")
    print("gradients in single precision from the double ones: ours \(ours), PyTorch's \(theirs)")
    #expect(ours <= 2 * theirs)
  }

  /// The gradients of every parameter, in PyTorch's layout.
  private static func own(_ dtype: DType) throws -> [String: Tensor] {
    let model = try ONNXModel(contentsOf: "\(folder)/net.onnx")
    model.convert(to: dtype)
    let images = try NumPyFile.read("\(folder)/images.npy").permuted([0, 2, 3, 1])
    let labels = try NumPyFile.read("\(folder)/labels.npy").scalars.map { Int($0) }
    let tape = Tape(.training, step: 0)
    let gradients = tape.gradients(
      of: model(tape.constant(images.converted(to: dtype))).crossEntropy(labels: labels))
    var result: [String: Tensor] = [:]
    for (path, parameter) in model.parameters {
      result[path] = parameter.pyTorchLayout.toPyTorch(
        try #require(gradients[parameter], "\(path)"))
    }
    return result
  }

  /// The greatest difference from the gradients in a file, of all tensors.
  private static func difference(_ own: [String: Tensor], _ file: String) throws -> Double {
    let expected = try WeightsFile.read("\(folder)/\(file)").tensors
    #expect(expected.count == own.count && expected.count > 10)
    return try own.reduce(0) { greatest, gradient in
      max(greatest, difference(gradient.value, try #require(expected[gradient.key])))
    }
  }

  /// The greatest difference of two tensors, in the largest element of the second.
  private static func difference(_ own: Tensor, _ other: Tensor) -> Double {
    let (a, b) = (own.scalars, other.scalars)
    let scale = max(1e-6, b.map(abs).max() ?? 0)
    return zip(a, b).reduce(0) { max($0, abs($1.0 - $1.1)) } / scale
  }
}
