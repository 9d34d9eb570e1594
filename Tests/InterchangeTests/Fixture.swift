import Foundation
import GradusInterchange
import GradusTensors

/// The files that NumPy, PyTorch and safetensors made; see Scripts/make-interchange-fixtures.py.
enum Fixture {
  static func path(_ name: String) -> String {
    Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)").path
  }

  static func bytes(_ name: String) throws -> [UInt8] { try FileContents.read(path(name)) }

  /// The numbers of all fixtures: element i is i / 4 - 1.
  static func quarters(_ shape: Shape, dtype: DType = .float32) -> Tensor {
    Tensor.generate(shape, dtype: dtype) { Double($0) / 4 - 1 }
  }
}

/// Whether two tensors have the same type, shape and bits.
func identical(_ a: Tensor?, _ b: Tensor) -> Bool {
  guard let a else { return false }
  return a.dtype == b.dtype && a.shape == b.shape && a.littleEndianBytes() == b.littleEndianBytes()
}
