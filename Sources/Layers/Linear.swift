import GradusAutodiff
import GradusTensors

/// A fully connected layer: `[..., inputs]` to `[..., outputs]`.
public final class Linear: Layer {
  /// The matrix, `[inputs, outputs]`: PyTorch's, transposed.
  public let weight: Parameter
  /// Added to each output, `[outputs]`; nil for none.
  public let bias: Parameter?

  /// Makes a layer; by default weights and bias start as PyTorch's do, uniform in ±1 / √inputs.
  public convenience init(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, initializer: Initializer = .pytorchDefault
  ) {
    self.init(inputs, outputs, bias: bias, initializer: initializer, layout: .transposed)
  }

  /// Makes a layer whose inputs are a flattened feature map, `[n, h w c]`.
  ///
  /// PyTorch flattens channels first; naming the map's shape here is what lets weights made there be
  /// brought into this order.
  public convenience init(
    flattenedHeight height: Int, width: Int, channels: Int, _ outputs: Int, bias: Bool = true,
    initializer: Initializer = .pytorchDefault
  ) {
    self.init(
      height * width * channels, outputs, bias: bias, initializer: initializer,
      layout: .transposedFeatureMap(height: height, width: width, channels: channels))
  }

  private init(
    _ inputs: Int, _ outputs: Int, bias: Bool, initializer: Initializer, layout: PyTorchLayout
  ) {
    weight = Parameter([inputs, outputs], initializer, pyTorchLayout: layout)
    self.bias =
      bias
      ? Parameter([outputs], .uniform(bound: 1 / Double(max(1, inputs)).squareRoot())) : nil
  }

  /// Multiplies; traps with the layer's path when the last axis is not `inputs` long.
  public func forward(_ x: Variable) -> Variable {
    Tensor.require(
      x.shape.rank >= 2 && x.shape[-1] == weight.shape[0],
      "linear: input \(x.shape) must end in \(weight.shape[0]) features, as the "
        + "weight \(weight.shape) does; flatten images first")
    let y = x.matmul(weight.variable(on: x))
    return bias.map { y + $0.variable(on: x) } ?? y
  }
}
