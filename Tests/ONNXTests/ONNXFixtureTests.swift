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
  ]

  @Test(arguments: cases.indices) func resultsAreONNXRuntimes(_ place: Int) throws {
    let (name, shape, scale, expected) = Self.cases[place]
    let found = try result(name, counted(shape, scale)).scalars
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-5 * max(1, abs($1)) }, "\(found)")
  }
}
