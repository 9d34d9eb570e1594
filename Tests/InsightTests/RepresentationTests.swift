import Foundation
import Gradus
import Testing

/// Feature maps by path, class activation maps, similarities of representations.
@Suite struct RepresentationTests {
  private let images = Tensor.normal(
    [3, 6, 6, 2], from: RandomStream(seed: 1, name: "images"), dtype: .float64)

  private func makeModel() -> Sequential {
    Sequential(named: [
      ("conv", Conv2d(2, 5, kernel: 3, padding: 1)), ("bn", BatchNorm(5)), ("relu", ReLU()),
      ("pool", AdaptiveAveragePool2d()), ("flat", Flatten()), ("fc", Linear(5, 4)),
    ]).initialize(seed: 3, dtype: .float64)
  }

  @Test func featuresAreWhatTheModulesGive() throws {
    let model = makeModel()
    let before = model.stateDictionary
    let maps = try FeatureMaps(of: model, at: ["relu", "pool"], input: images) { model($0) }
    let expected = model.layers.prefix(3).reduce(images) { $1($0) }
    #expect(maps["relu"]?.scalars == expected.scalars && maps["fc"] == nil)
    #expect(maps["pool"]?.shape == [3, 1, 1, 5] && maps.paths == ["relu", "pool"])
    // In training mode too the running statistics stand still.
    _ = try FeatureMaps(of: model, at: ["bn"], input: images, mode: .training) { model($0) }
    for (name, value) in model.stateDictionary { #expect(value.scalars == before[name]?.scalars) }
  }

  @Test func pathsThatAreNotThereAreNamed() {
    let model = makeModel()
    let error = #expect(throws: UnknownModulePath.self) {
      try FeatureMaps(of: model, at: ["rely"], input: images) { model($0) }
    }
    #expect(
      error?.description == "features: the model has no module \"rely\"; did you mean \"relu\"?")
    let uncalled = #expect(throws: UnknownModulePath.self) {
      try ClassActivationMaps(of: model, at: "relu", images: images) { x in
        (model.layers[5] as! Linear)(x.reshaped(to: [3, -1]).sliced(axis: 1, 0..<5))
      }
    }
    #expect(uncalled?.description.contains("did not call the module \"relu\"") == true)
  }

  @Test func mapsBeforeAnAveragePoolingAreTheWeightedFeatures() throws {
    let model = makeModel()
    let maps = try ClassActivationMaps(of: model, at: "relu", images: images) { model($0) }
    #expect(maps.classes == model(images).argMax())
    let features = model.layers.prefix(3).reduce(images) { $1($0) }
    let weights = (model.layers[5] as! Linear).weight.value
    for image in 0..<3 {
      for (y, x) in [(0, 0), (2, 5), (4, 1)] {
        let sum = (0..<5).reduce(0.0) {
          $0 + features[image, y, x, $1] * weights[$1, maps.classes[image]]
        }
        #expect(abs(maps.values[image, y, x] - max(0, sum / 36)) < 1e-12)
      }
    }
    #expect(maps.resized(height: 12, width: 9).shape == [3, 12, 9])
    let others = try ClassActivationMaps(
      of: model, at: "relu", images: images, classes: [0, 0, 0]
    ) { model($0) }
    #expect(others.classes == [0, 0, 0])
  }

  @Test func alignmentIgnoresRotationScaleAndShift() {
    let x = Tensor.normal([20, 3, 2], from: RandomStream(seed: 1, name: "x"), dtype: .float64)
    let turn = Tensor.normal([6, 6], from: RandomStream(seed: 2, name: "q"), dtype: .float64)
      .qrDecomposition().q
    let turned = x.reshaped(to: [20, 6]).matmul(turn) * 3 + 7
    let similarity = RepresentationSimilarity.centredKernelAlignment
    #expect(abs(similarity(x, turned) - 1) < 1e-12)
    let other = Tensor.normal([20, 5], from: RandomStream(seed: 3, name: "y"), dtype: .float64)
    // Kornblith et al. 2019, eq. 3: squared inner products of centred columns.
    func columns(_ t: Tensor) -> [[Double]] {
      let m = t.reshaped(to: [20, -1])
      return (0..<m.shape[1]).map { c in
        let column = (0..<20).map { m[$0, c] }
        let mean = column.reduce(0, +) / 20
        return column.map { $0 - mean }
      }
    }
    func products(_ a: [[Double]], _ b: [[Double]]) -> Double {
      var total = 0.0
      for u in a {
        for v in b {
          let dot: Double = zip(u, v).map { $0 * $1 }.reduce(0, +)
          total += dot * dot
        }
      }
      return total
    }
    let (a, b) = (columns(x), columns(other))
    let expected = products(a, b) / (products(a, a) * products(b, b)).squareRoot()
    #expect(abs(similarity(x, other) - expected) < 1e-12 && expected < 0.9)
  }

  @Test func effectiveRanksCountDirections() {
    let axes = Tensor.identity(4, dtype: .float64)
    let three = Tensor.concatenate([axes[..<3], -axes[..<3]], axis: 0)
    #expect(abs(RepresentationSimilarity.effectiveRank(three) - 3) < 1e-12)
    let line = Tensor.range(7, dtype: .float64).reshaped(to: [7, 1]).matmul(
      .ones([1, 5], dtype: .float64))
    #expect(abs(RepresentationSimilarity.effectiveRank(line) - 1) < 1e-6)
  }
}
