import Testing

@testable import DegradationStudy

@Suite struct GradientProfileTests {
  @Test(arguments: [8, 20, 56, 110]) func ordersLayersFromInputToOutput(_ depth: Int) {
    let layers = InventedStudy.layers(depth: depth)
    #expect(layers.count == depth)
    #expect(LayerOrder.sorted(layers.shuffled()) == layers)
  }

  private func profile(_ norms: [String: [Int: Double]], layers: [String] = []) -> GradientProfile {
    GradientProfile(
      RunRecord(
        identity: RunIdentity(kind: .plain, depth: 8, width: 4, seed: 1), steps: 1, parameters: 1,
        trainLoss: 1, trainError: 1, testError: 1, secondsPerStep: 1, gradientNorms: norms,
        diverged: false), layers: layers)
  }

  @Test func comparesFirstAndLastConvolution() {
    let profile = profile([
      "fc": [0: 1000, 1: 1000], "layer3.0.conv2": [0: 2, 1: 2, 3: 0, 10: 2],
      "layer1.0.conv1": [0: 5, 1: 5], "conv1": [0: 42, 1: 0.1, 3: 1, 10: .nan, 20: 1],
    ])
    #expect(profile.firstConvolution == "conv1")
    #expect(profile.lastConvolution == "layer3.0.conv2")
    #expect(profile.ratio(at: 0) == 21)
    #expect(profile.ratio(at: 3) == nil)
    #expect(profile.ratio(at: 10) == nil)
    #expect(profile.verdict(at: 0) == .exploding)
    #expect(profile.verdict(at: 1) == .vanishing)
    #expect(profile.logarithmicSteps == [0, 1, 3, 10, 20])
  }

  @Test func takesTheGivenOrderWhenItIsComplete() {
    let norms = ["a": [0: 1.0], "b": [0: 2.0]]
    #expect(profile(norms, layers: ["b", "pool", "a"]).layers == ["b", "a"])
    #expect(profile(norms, layers: ["b"]).layers == ["a", "b"])
  }

  @Test func survivesEmptyMeasurements() {
    let empty = profile([:])
    #expect(empty.layers.isEmpty && empty.logarithmicSteps.isEmpty)
    #expect(empty.ratio(at: 0) == nil)
  }
}
