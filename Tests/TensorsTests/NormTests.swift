import Foundation
import GradusTensors
import Testing

/// The norm against numbers worked out by hand, at all scales.
@Suite struct NormTests {
  @Test(arguments: [1e-44, 1e-30, 1e-23, 1e-3, 1, 1e10, 1e19, 1e25, 3e38])
  func floatsOfEverySizeHaveANorm(_ size: Double) {
    let element = Double(Float(size))
    let norm = Tensor.full([4], size).norm
    #expect(abs(norm - 2 * element) <= 1e-6 * element)
  }

  @Test(arguments: [
    .leastNonzeroMagnitude, .leastNormalMagnitude / 1024, 1e-200, 1e-150, 1, 1e150, 1e160, 1e300,
  ])
  func doublesOfEverySizeHaveANorm(_ size: Double) {
    let norm = Tensor([3 * size, 4 * size], shape: [2], dtype: .float64).norm
    #expect(abs(norm - 5 * size) <= 1e-15 * 5 * size)
  }

  @Test(arguments: [DType.float32, .float64]) func edgesKeepTheirMeaning(_ dtype: DType) {
    #expect(Tensor.zeros([3], dtype: dtype).norm == 0)
    #expect(Tensor.zeros([0], dtype: dtype).norm == 0)
    #expect(Tensor.full([2], .infinity, dtype: dtype).norm == .infinity)
    #expect(Tensor.full([2], .nan, dtype: dtype).norm.isNaN)
  }
}
