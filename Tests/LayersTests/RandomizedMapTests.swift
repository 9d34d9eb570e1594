import Gradus
import Testing

/// Dropout of whole channels and of blocks.
@Suite struct RandomizedMapTests {
  private func run(_ layer: any Layer, _ mode: Tape.Mode, step: Int = 0, _ x: Tensor) -> Tensor {
    let tape = Tape(mode, seed: 3, step: step)
    return withExtendedLifetime(tape) { layer(tape.constant(x)).value }
  }

  @Test func channelsAreDroppedWhole() {
    let ones = Tensor.ones([50, 4, 3, 20], dtype: .float64)
    let layer = Dropout2d(0.3)
    #expect(run(layer, .inference, ones).scalars == ones.scalars)
    let y = run(layer, .training, ones)
    let means = y.mean(axes: [1, 2])
    #expect(means.scalars.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-12 })
    #expect(y.variance(axes: [1, 2]).scalars.allSatisfy { $0 < 1e-20 })
    // Five standard errors of a share of 0.3 among 1,000.
    let share = Double(means.scalars.count { $0 == 0 }) / 1000
    #expect(abs(share - 0.3) < 5 * 0.0145)
    #expect(run(layer, .training, ones).scalars == y.scalars)
    #expect(run(layer, .training, step: 1, ones).scalars != y.scalars)
  }

  @Test func blocksAreDropped() {
    let ones = Tensor.ones([8, 20, 20, 6], dtype: .float64)
    let layer = DropBlock(0.15, size: 5)
    #expect(run(layer, .inference, ones).scalars == ones.scalars)
    let y = run(layer, .training, ones)
    // What is kept is scaled so that the mean stays.
    #expect(abs(y.mean().item - 1) < 1e-12)
    let dropped = y .== 0
    #expect(abs(dropped.mean().item - 0.15) < 0.05)
    // Each dropped pixel lies in a dropped block: opening by the block changes nothing.
    let inside = dropped.averagePool(PoolingGeometry(kernel: 5, stride: 1)) .> 1 - 1e-9
    let grown = inside.padded(before: [0, 4, 4, 0], after: [0, 4, 4, 0])
      .maxPool(PoolingGeometry(kernel: 5, stride: 1)).values
    #expect(grown.scalars == dropped.scalars)
    #expect(layer.withoutRandomization { run(layer, .training, ones).scalars } == ones.scalars)
  }
}
