import GradusAutodiff
import GradusLayers

/// Layers that each read everything before them and add `growth` channels (Huang et al. 2016, §3).
public final class DenseBlock: Layer, Container {
  /// The layers, `denselayer1`, `denselayer2`, ...
  public let layers: [DenseLayer]

  /// Makes a block that turns `inputs` channels into `inputs + layers * growth`.
  public init(_ inputs: Int, layers: Int, growth: Int, bottleneck: Bool, dropout: Double) {
    self.layers = (0..<layers).map { index in
      DenseLayer(
        inputs + index * growth, growth: growth, bottleneck: bottleneck, dropout: dropout)
    }
  }

  /// The layers with their path components.
  public var children: [(name: String, module: any Module)] {
    layers.enumerated().map { ("denselayer\($0.offset + 1)", $0.element) }
  }

  /// The input and all layers' results, side by side along the channels.
  public func forward(_ x: Variable) -> Variable {
    layers.reduce(x) { features, layer in
      Variable.concatenate([features, layer(features)], axis: -1)
    }
  }
}

/// Normalisation, ReLU and a 3x3 convolution, after a 1x1 bottleneck of 4k channels or without one
/// (Huang et al. 2016, §3).
public final class DenseLayer: Layer {
  /// The normalisation of the input.
  public let norm1: BatchNorm
  /// The 1x1 bottleneck; the 3x3 convolution itself when there is none.
  public let conv1: Conv2d
  /// The normalisation after the bottleneck.
  public let norm2: BatchNorm?
  /// The 3x3 convolution after the bottleneck.
  public let conv2: Conv2d?

  private let dropout: Dropout?

  /// Makes a layer that turns `inputs` channels into `growth` new ones.
  public init(_ inputs: Int, growth: Int, bottleneck: Bool, dropout: Double) {
    norm1 = BatchNorm(inputs)
    conv1 =
      bottleneck
      ? .dense(inputs, 4 * growth, kernel: 1) : .dense(inputs, growth, kernel: 3)
    norm2 = bottleneck ? BatchNorm(4 * growth) : nil
    conv2 = bottleneck ? .dense(4 * growth, growth, kernel: 3) : nil
    self.dropout = dropout > 0 ? Dropout(dropout) : nil
  }

  /// The new channels.
  public func forward(_ x: Variable) -> Variable {
    var y = conv1(norm1.activated(x, .relu))
    if let norm2, let conv2 { y = conv2(norm2.activated(y, .relu)) }
    return dropout?(y) ?? y
  }
}

extension Conv2d {
  /// A convolution as DenseNet has them: padded to keep the size, no bias, He's start for inputs.
  static func dense(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1) -> Conv2d {
    Conv2d(
      inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2, bias: false,
      initializer: .kaimingNormal(fan: .input))
  }
}
