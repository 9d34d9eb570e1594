import Foundation
import Gradus
import Testing

/// The growth of gradients with depth at the start against theory and published measurements.
@Suite struct LawsGrowthTests {
  private func growth(
    _ model: Perceptron, width: Int, batch: Int
  ) throws -> DepthProfile {
    let probe = FlowProbe(model)
    let tape = Tape(.training, step: 0, observers: [probe])
    let x = tape.constant(draw([batch, width], "x", dtype: .float32))
    let y = model(x)
    _ = tape.gradients(of: (y * Variable(draw(y.shape, "g", dtype: .float32))).sum())
    return try #require(probe.records.first).profile(.activationGradientNorm)
  }

  @Test func plainNetsKeepHalveOrExplode() throws {
    let width = 128
    let he = try growth(
      Perceptron(width: width, depth: 40).initialize(seed: 1), width: width, batch: 32)
    #expect(abs(he.growthPerLayer - 1) < 0.03)
    let unit = try growth(
      Perceptron(width: width, depth: 40, gain: 1).initialize(seed: 1), width: width, batch: 32)
    #expect(abs(unit.growthPerLayer - 0.5.squareRoot()) < 0.02)
    // √(π / (π - 1)) = 1.211 for wide layers and large batches (Luther 2020); 1.222 at batch 64.
    let normalized = try growth(
      Perceptron(width: width, depth: 40, normalized: true).initialize(seed: 1), width: width,
      batch: 64)
    #expect(abs(normalized.growthPerLayer - 1.222) < 0.04)
    #expect(normalized.rSquared > 0.98)
    #expect(normalized.firstOverLast > 1e2)
  }

  @Test func residualNetsGrowBySquareRootOfTwoWithoutNormalisation() throws {
    let width = 128
    let bare = try growth(
      Perceptron(width: width, depth: 30, residual: true).initialize(seed: 1), width: width,
      batch: 32)
    #expect(abs(bare.growthPerLayer - 2.0.squareRoot()) < 0.05)
    let normalized = try growth(
      Perceptron(width: width, depth: 40, normalized: true, residual: true).initialize(seed: 1),
      width: width, batch: 64)
    #expect(normalized.growthPerLayer > 1 && normalized.growthPerLayer < 1.08)
  }

  @Test func fitsOfExactPowers() throws {
    let profile = DepthProfile((0..<10).map { pow(2, Double(9 - $0)) })
    #expect(abs(profile.growthPerLayer - 2) < 1e-12)
    #expect(abs(profile.rSquared - 1) < 1e-12)
    #expect(profile.firstOverLast == 512)
    #expect(DepthProfile([3]).growthPerLayer.isNaN)
    let line = try #require(LineFit([0, 1, 2], [1, 3, 5]))
    #expect(line.slope == 2 && line.intercept == 1 && line.rSquared == 1)
    // Zeros, which have no logarithm, are left out.
    #expect(abs(DepthProfile([8, 0, 2]).growthPerLayer - 2) < 1e-12)
    // By hand: x 0, 1, 2 and y 0, 2, 1 have slope 1/2 and correlation 1/2.
    let loose = try #require(LineFit([0, 1, 2], [0, 2, 1]))
    #expect(abs(loose.slope - 0.5) < 1e-12 && abs(loose.rSquared - 0.25) < 1e-12)
  }
}
