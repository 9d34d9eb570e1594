import Foundation
import Gradus
import GradusTestSupport
import Testing

/// Normalisers that do not look at the batch: laws, modes and sizes; PyTorch's numbers are in
/// PyTorchOperationTests, derivatives in the op table.
@Suite struct NormalizerTests {
  private func image(_ shape: Shape, _ dtype: DType = .float64, mean: Double = 3) -> Tensor {
    .normal(
      shape, mean: mean, standardDeviation: 2, from: RandomStream(seed: 8, name: "image"),
      dtype: dtype)
  }

  /// The mean and the variance of some numbers.
  private func moments(_ x: [Double]) -> (mean: Double, variance: Double) {
    let mean: Double = x.reduce(0, +) / Double(x.count)
    let squares: [Double] = x.map { ($0 - mean) * ($0 - mean) }
    return (mean, squares.reduce(0, +) / Double(x.count))
  }

  @Test(arguments: [([4, 5, 6, 12], 3), ([2, 9, 32], 1), ([3, 8, 8, 10], 10), ([70, 64], 4)])
  func groupsHaveMeanZeroAndVarianceOne(_ dimensions: [Int], _ groups: Int) {
    for (dtype, tolerance) in [(DType.float32, 1e-5), (.float64, 1e-8)] {
      let x = image(Shape(dimensions), dtype)
      let layer = GroupNorm(groups, dimensions.last!, epsilon: 1e-9).initialize(
        seed: 1, dtype: dtype)
      let (n, c) = (dimensions[0], dimensions.last!)
      let y = layer(x).reshaped(to: [n, -1, groups, c / groups]).permuted([0, 2, 1, 3])
        .reshaped(to: [n * groups, -1])
      for row in 0..<y.shape[0] {
        let (mean, variance) = moments(y[row].scalars)
        #expect(abs(mean) < tolerance && abs(variance - 1) < tolerance)
      }
    }
  }

  @Test func theBatchDoesNotMatter() {
    let x = image([3, 4, 4, 6])
    for layer in [GroupNorm(2, 6), InstanceNorm(6), LayerNorm(6), RMSNorm(6)] as [any Layer] {
      layer.initialize(seed: 1, dtype: .float64)
      let whole = layer(x)
      let tape = Tape(.training, step: 0)
      #expect(layer(tape.constant(x)).value.scalars == whole.scalars, "\(type(of: layer))")
      #expect(layer(x[1..<2]).scalars == whole[1..<2].scalars, "\(type(of: layer))")
    }
  }

  @Test func standardisedFiltersHaveMeanZeroAndVarianceOne() {
    let layer = StandardizedConv2d(4, 6, kernel: 3, padding: 1, epsilon: 1e-12)
      .initialize(seed: 1, dtype: .float64)
    let filter = Variable(layer.weight.value).weightStandardized(epsilon: 1e-12).value
    for output in 0..<6 {
      let (mean, variance) = moments(filter[0..., 0..., 0..., output].scalars)
      #expect(abs(mean) < 1e-14 && abs(variance - 1) < 1e-6)
    }
    let x = image([2, 5, 5, 4])
    let expected = x.conv2d(filter, ConvolutionGeometry(padding: 1)) + layer.bias!.value
    #expect(NumberComparison.error(layer(x).scalars, expected.scalars) < 1e-12)
    // Neither scale nor shift of the filter matters.
    layer.weight.value = layer.weight.value * 3 + 5
    #expect(NumberComparison.error(layer(x).scalars, expected.scalars) < 1e-9)
  }

  @Test(arguments: [DType.float32, .float64])
  @ThreadCountOwner func threadsChangeNoBit(_ dtype: DType) {
    let x = image([33, 7, 5, 24], dtype)
    func run() -> [[Double]] {
      let layer = GroupNorm(4, 24).initialize(seed: 1, dtype: dtype)
      let tape = Tape(.training, step: 0)
      let input = tape.variable(x)
      let y = layer(input)
      let gradients = tape.gradients(of: (y * y * y).sum())
      return [
        y.value.scalars, gradients[input]!.scalars, gradients[layer.weight!]!.scalars,
        gradients[layer.bias!]!.scalars,
      ]
    }
    let single = onThreads(1, run)
    for threads in [2, 3] { #expect(onThreads(threads, run) == single) }
  }

  @Test func misfitsAreNamed() throws {
    let error = #expect(throws: ShapeMismatch.self) {
      try Sequential(named: [("norm", LayerNorm(8))]).outputShape(for: [2, 4], mode: .training)
    }
    #expect(error?.description == "norm: layer normalisation: input [2, 4] must end in [8]")
    #expect(throws: ShapeMismatch.self) {
      try InstanceNorm(3).outputShape(for: [2, 4, 4, 4], mode: .training)
    }
    let groups = #expect(throws: ShapeMismatch.self) {
      try GroupNorm(4, 8, affine: false).outputShape(for: [2, 3, 3, 12], mode: .training)
    }
    #expect(
      groups?.description
        == "group normalisation: input [2, 3, 3, 12] must have 8 channels on its last axis")
    #expect(try GroupNorm(2, 4).outputShape(for: [2, 3, 3, 4], mode: .training) == [2, 3, 3, 4])
  }
}
