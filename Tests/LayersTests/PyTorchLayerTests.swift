import Gradus
import GradusTestSupport
import Testing

/// Layers with weights beside PyTorch's, by its names and in its order of elements.
@Suite struct PyTorchLayerTests {
  static let layers: [(name: String, make: @Sendable () -> any Layer, weights: [String])] = [
    (
      "transposed convolution",
      { ConvTranspose2d(4, 6, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2) },
      ["weight", "bias"]
    ),
    (
      "convolution of one axis",
      { Conv1d(4, 6, kernel: 3, stride: 2, padding: 1, dilation: 2, groups: 2) },
      ["weight", "bias"]
    ),
    (
      "attention", { MultiHeadAttention(4, heads: 2) },
      ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"]
    ),
  ]

  @Test("values and gradients of input and weights", arguments: layers.indices)
  func agrees(_ index: Int) throws {
    let (name, make, weights) = Self.layers[index]
    let golden = try #require(OperationGoldens[name])
    let layer = make().initialize(seed: 1, dtype: .float64)
    var state = StateDictionary()
    for (name, input) in zip(weights, golden.inputs.dropFirst()) { state[name] = input.tensor }
    try layer.load(state, LoadOptions(layout: .pyTorch))
    let tape = Tape(.training, step: 0)
    let x = tape.variable(golden.inputs[0].tensor)
    let value = layer(x)
    #expect(value.shape.dimensions == golden.shape)
    #expect(NumberComparison.error(value.value.scalars, golden.value) < 1e-12)
    let gradients = tape.gradients(of: value, seed: Variable(golden.cotangent))
    let found =
      [gradients[x]]
      + weights.map { name in
        layer.parameters.first { $0.path == name }.flatMap { _, parameter in
          gradients[parameter].map { parameter.pyTorchLayout.toPyTorch($0) }
        }
      }
    for (gradient, expected) in zip(found, golden.gradients) {
      #expect(NumberComparison.error(gradient?.scalars ?? [], expected ?? []) < 1e-11)
    }
  }
}
