import Foundation
import Gradus
import GradusTestSupport
import Testing

@testable import GradusONNX

/// Normalisers other than batch norm go out as operators that ONNX Runtime has, and come back.
@Suite struct ONNXNormalizationTests {
  private func operators(_ model: some Layer, _ input: Shape) throws -> [String] {
    let model = model.initialize(seed: 1)
    let recording = try InferenceRecording(input, dtype: .float32) { model($0) }
    return try GraphBuilder(model, recording, ONNXExport()).build(output: "output").nodes
      .map(\.operation)
  }

  @Test func theyAreOperatorsOfONNX() throws {
    let images: Shape = [1, 4, 6, 8]
    #expect(try operators(LayerNorm(8), [1, 8]) == ["LayerNormalization"])
    #expect(
      try operators(InstanceNorm(8, affine: true), images) == ["InstanceNormalization"])
    #expect(
      try operators(GroupNorm(2, 8), images)
        == [
          "Reshape", "Constant", "Constant", "InstanceNormalization", "Reshape", "Reshape", "Mul",
          "Reshape", "Add",
        ])
    #expect(
      try operators(RMSNorm(8), [1, 8]) == ["Mul", "ReduceMean", "Add", "Sqrt", "Div", "Mul"])
  }

  /// What comes back of a network that was written.
  private func carried(_ model: any Layer, _ input: Shape) throws -> ONNXModel {
    let folder = try TemporaryFolder()
    try model.saveONNX(to: folder["net.onnx"], input: input)
    return try ONNXModel(contentsOf: folder["net.onnx"])
  }

  /// Two rows, and two images of two pixels and four channels, worked out by hand: with means taken off, each
  /// pair of numbers is -1 and 1 times what it is apart, and ε takes the place of what is not.
  @Test func numbersAreThoseWorkedOutByHand() throws {
    let layer = LayerNorm(2, epsilon: 3).initialize(seed: 1)
    layer.weight?.value = Tensor([2, 10])
    layer.bias?.value = Tensor([0, 1])
    // Deviations -1, 1 and -13, 13 by √(1 + 3) and √(169 + 3).
    let rows = try carried(layer, [1, 2])(Tensor([[4, 6], [-13, 13]]))
    expect(rows, [-1, 6, -26 / 172.0.squareRoot(), 1 + 130 / 172.0.squareRoot()])

    let root = RMSNorm(2, epsilon: 3).initialize(seed: 1)
    root.weight.value = Tensor([2, 10])
    // The mean square is 13 and 1.
    expect(try carried(root, [1, 2])(Tensor([[1, 5], [1, -1]])), [0.5, 12.5, 1, -5])

    let x = Tensor([0, 2, 10, 14, 4, 6, 10, 14], shape: [1, 1, 2, 4])
    let group = GroupNorm(2, 4, epsilon: 4).initialize(seed: 1)
    group.weight?.value = Tensor([1, 2, 3, 4])
    group.bias?.value = Tensor([0, 0, 0, 100])
    // Channels 0 and 1 have the mean 3 and the variance 5, channels 2 and 3 the mean 12 and the variance 4.
    let r = 8.0.squareRoot()
    expect(
      try carried(group, [1, 1, 2, 4])(x),
      [-1, -2.0 / 3, -6 / r, 100 + 8 / r, 1.0 / 3, 2, -6 / r, 100 + 8 / r])

    let instance = InstanceNorm(4, epsilon: 5).initialize(seed: 1)
    // Channels 0 and 1 have the variance 4 about 2 and 4; channels 2 and 3 have none.
    expect(
      try carried(instance, [1, 1, 2, 4])(x),
      [-2.0 / 3, -2.0 / 3, 0, 0, 2.0 / 3, 2.0 / 3, 0, 0])
  }

  private func expect(_ found: Tensor, _ expected: [Double]) {
    #expect(
      zip(found.scalars, expected).allSatisfy { abs($0 - $1) < 2e-6 * max(1, abs($1)) }
        && found.count == expected.count, "\(found.scalars)")
  }

  /// Beside convolutions, for any number of images, trained through, with the names of their weights.
  @Test func networksComeBack() throws {
    final class Net: Layer {
      let conv = StandardizedConv2d(3, 8, kernel: 3)
      let group = GroupNorm(4, 8)
      let pixels = LayerNorm(8)
      let instance = InstanceNorm(8, affine: true)
      let head = Linear(8, 5)
      let root = RMSNorm(5)
      let whole = LayerNorm([4, 3, 8])
      func forward(_ x: Variable) -> Variable {
        let y = whole(instance(pixels(group(conv(x)).relu())))
        return root(head(y.mean(axes: [1, 2])))
      }
    }
    let model = Net().initialize(seed: 5)
    for (place, parameter) in model.parameters.enumerated() {
      let shape = parameter.parameter.value.shape
      parameter.parameter.value = .normal(
        shape, from: RandomStream(seed: UInt64(place), name: "weights"))
    }
    let back = try carried(model, [1, 6, 5, 3])
    let x = Tensor.normal([3, 6, 5, 3], from: RandomStream(seed: 4, name: "x"))
    let (expected, found) = (model(x), back(x))
    #expect(found.shape == [3, 5])
    #expect((found - expected).scalars.allSatisfy { abs($0) < 2e-5 }, "\(found) \(expected)")
    #expect(back.parameterCount == model.parameterCount)
    for name in ["group.weight", "whole.bias", "root.weight"] {
      #expect(back.stateDictionary.names.contains { $0.hasPrefix(name) }, "\(name)")
    }
  }
}
