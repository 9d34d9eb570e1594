import Foundation
import Gradus
import Testing

/// Networks that onnx's own library wrote, beside what ONNX Runtime 1.32 makes of them.
@Suite struct ONNXFixtureTests {
  private func result(_ name: String, _ x: Tensor) throws -> Tensor {
    let path = Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name).onnx").path
    return try #require(try ONNXModel(contentsOf: path)(["x": x])["y"])
  }

  private func counted(_ shape: Shape, _ scale: Double) -> Tensor {
    Tensor((0..<shape.count).map { Double($0) * scale }, shape: shape)
  }

  private static let cases: [(String, Shape, Double, [Double])] = [
    ("convolution", [2, 1, 4, 4], 0.1, [54, 54, 169.2, 169.2]),
    (
      "shapes", [1, 2, 3], 0.1,
      [0.12792668, 0.14138085, 0.15625, 0.17268296, 0.19084418, 0.21091543]
    ),
    ("movements", [4, 3], 1, [16, 0]),
    (
      "normalizations", [1, 4, 2, 3], 0.1,
      [
        -1.0643243, -0.60224092, -0.13489895, 0.10643245, 0.3556512, -1.8378179, 1.0643303,
        0.67495221, 0.71656293, -0.10643297, -0.28294528, 2.4194918, -1.0643095, -0.60223204,
        -0.13489336, 0.10643093, 0.35564676, -1.8377886, 1.0643244, 0.67494857, 0.7165603,
        -0.10643232, -0.28294361, 2.4194794,
      ]
    ),
  ]

  @Test(arguments: cases.indices) func resultsAreONNXRuntimes(_ place: Int) throws {
    let (name, shape, scale, expected) = Self.cases[place]
    let found = try result(name, counted(shape, scale)).scalars
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }, "\(found)")
  }
}
