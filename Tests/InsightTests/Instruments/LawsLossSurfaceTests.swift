import Foundation
import Gradus
import Testing

/// Slices through the loss against closed forms.
@Suite struct LawsLossSurfaceTests {
  @Test func filtersKeepTheirNormsAndShiftsStay() throws {
    let model = CIFARResNet(depth: 8, width: 3).initialize(seed: 1, dtype: .float64)
    let direction = WeightDirection.filterNormalized(for: model, seed: 4)
    let weights = model.parameters.filter { $0.parameter.shape.rank >= 2 }
    #expect(Set(direction.values.keys) == Set(weights.map(\.path)))
    for (path, parameter) in weights {
      let move = try #require(direction.values[path])
      for filter in 0..<parameter.shape[-1] {
        let norm = { (x: Tensor) in x.sliced(axis: -1, filter..<filter + 1).norm }
        #expect(abs(norm(move) - norm(parameter.value)) < 1e-12)
      }
    }
    let again = WeightDirection.filterNormalized(for: model, seed: 4)
    #expect(again.values["fc.weight"]?.scalars == direction.values["fc.weight"]?.scalars)
    let other = WeightDirection.filterNormalized(for: model, seed: 4, name: "y")
    #expect(other.values["fc.weight"]?.scalars != direction.values["fc.weight"]?.scalars)
  }

  @Test func quadraticLossGivesItsParabola() throws {
    let model = Linear(3, 2).initialize(seed: 1, dtype: .float64)
    let before = bits(of: model)
    let surface = LossSurface(of: model, seed: 2) { model.weight.value.squared().sum().item }
    let x = try #require(WeightDirection.filterNormalized(for: model, seed: 2).values["weight"])
    let y = try #require(
      WeightDirection.filterNormalized(for: model, seed: 2, name: "y").values["weight"])
    let w = model.weight.value
    let slice = surface.slice(over: -2...2, points: 5)
    for (offset, loss) in zip(slice.offsets, slice.losses) {
      #expect(abs(loss - (w + x * offset).squared().sum().item) < 1e-12)
    }
    #expect(slice.offsets == [-2, -1, 0, 1, 2])
    #expect(slice.convexityViolations() == 0)
    let grid = surface.grid(points: 3)
    #expect(abs(grid.losses[2][0] - (w - x + y).squared().sum().item) < 1e-12)
    #expect(abs(grid.losses[1][1] - w.squared().sum().item) < 1e-12)
    #expect(bits(of: model) == before)
  }

  @Test func countsPointsThatBendDown() {
    let slice = LossSlice(offsets: [0, 1, 2, 3, 4], losses: [0, 2, 3, 5, 9])
    // 2 lies above the mean of 0 and 3; 3 and 5 lie below theirs.
    #expect(abs(slice.convexityViolations() - 1.0 / 3) < 1e-12)
    #expect(LossSlice(offsets: [0, 1, 2], losses: [1, .nan, 1]).convexityViolations() == 1)
    let grid = LossGrid(offsets: [0, 1], losses: [[1, 20], [.nan, 3]])
    #expect(grid.share(above: 10) == 0.5)
  }
}
