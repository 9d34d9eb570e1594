import GradusTestSupport
import Testing

@testable import GradusTensors

/// Filters that kernels keep in a form of their own follow the elements.
@Suite struct PreparedFilterTests {
  private static let cases: [(filter: Shape, ConvolutionGeometry)] = [
    ([3, 3, 24, 20], .init(padding: 1, algorithm: .winograd4x4)),
    ([3, 3, 24, 20], .init(padding: 1, algorithm: .winograd2x2)),
    ([3, 3, 24, 20], .init(padding: 1, algorithm: .direct)),
    ([3, 3, 12, 20], .init(padding: 1, groups: 2, algorithm: .direct)),
    ([1, 1, 24, 20], .init(algorithm: .direct)),
  ]

  private static func infer(_ x: Tensor, _ w: Tensor, _ geometry: ConvolutionGeometry) -> [Double] {
    x.conv2d(w, geometry, roundingCompounds: false).scalars
  }

  /// The same elements in memory of their own, which nobody has prepared.
  private static func copy(_ w: Tensor) -> Tensor {
    Tensor(w.scalars, shape: w.shape, dtype: w.dtype)
  }

  @Test(arguments: cases, DType.allCases)
  func changesInPlaceAreSeen(
    _ item: (filter: Shape, ConvolutionGeometry), _ dtype: DType
  ) {
    var draws = Draws("prepared", item.filter.count)
    let geometry = item.1
    let x = draws.normal([2, 9, 10, item.filter[2] * geometry.groups], dtype: dtype)
    var w = draws.normal(item.filter, dtype: dtype)
    let first = Self.infer(x, w, geometry)
    #expect(Self.infer(x, w, geometry) == first)
    #expect(first == Self.infer(x, Self.copy(w), geometry))
    w += draws.normal(item.filter, dtype: dtype)
    let second = Self.infer(x, w, geometry)
    #expect(second != first && second == Self.infer(x, Self.copy(w), geometry))
    var slots = [draws.normal(item.filter, dtype: dtype)]
    w.apply(
      MomentumRule(momentum: 0.9, isNesterov: false),
      UpdateStep(learningRate: 0.1, count: 1),
      gradient: draws.normal(item.filter, dtype: dtype), slots: &slots)
    let third = Self.infer(x, w, geometry)
    #expect(third != second && third == Self.infer(x, Self.copy(w), geometry))
  }

  /// The same memory under another shape is another filter.
  @Test func shapesAreKeptApart() {
    var draws = Draws("reshaped", 1)
    let w = draws.normal([3, 3, 8, 32], dtype: .float32)
    let (x, other) = (
      draws.normal([1, 7, 7, 8], dtype: .float32), draws.normal([1, 7, 7, 16], dtype: .float32)
    )
    let geometry = ConvolutionGeometry(padding: 1, algorithm: .direct)
    _ = Self.infer(x, w, geometry)
    let reshaped = w.reshaped(to: [3, 3, 16, 16])
    #expect(
      Self.infer(other, reshaped, geometry) == Self.infer(other, Self.copy(reshaped), geometry))
  }
}
