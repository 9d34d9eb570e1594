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

  /// Of large filters so many are kept as there is room for, and the room is given back.
  @Test func largeFiltersAreKeptWhileThereIsRoom() {
    final class Made {}
    let room = PreparationRoom(byteCount: 120 << 20)
    func keep(_ bytes: Int) -> KeptPreparation? {
      KeptPreparation(byteCount: bytes, in: room) { Made() }
    }
    for _ in 0..<2 {
      let (first, second) = (keep(50 << 20), keep(50 << 20))
      #expect(first != nil && second != nil && keep(50 << 20) == nil)
      #expect(keep(20 << 20) != nil && keep(Preparation.limit) != nil)
      withExtendedLifetime((first, second)) {}
    }
  }

  /// A filter whose transformed form is used by groups of panels, unless it is kept whole.
  @Test func largeFiltersGiveTheSameKeptOrNot() {
    var draws = Draws("large filter", 1)
    let geometry = ConvolutionGeometry(padding: 1, algorithm: .winograd4x4)
    let x = draws.normal([2, 8, 8, 384], dtype: .float32)
    let w = draws.normal([3, 3, 384, 384], dtype: .float32)
    let kept = Self.infer(x, w, geometry)
    #expect(Self.infer(x, w, geometry) == kept)
    #expect(x.conv2d(w, geometry).scalars == kept)
  }
}
