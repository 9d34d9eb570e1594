import GradusAutodiff
import GradusLayers

/// Scales each channel by a factor computed from all channels' means (Hu et al. 2017, §3).
///
/// Global average pooling, a 1x1 convolution to `squeezed` channels, an activation, a 1x1
/// convolution back and a gate between 0 and 1; both convolutions have biases.
public final class SqueezeExcitation: Layer, Container {
  /// The two convolutions with their names.
  public let children: [(name: String, module: any Module)]

  private let reduce: Conv2d, expand: Conv2d
  private let activation: any Layer, gate: any Layer
  private let pool = AdaptiveAveragePool2d()

  /// Makes a block for `channels` channels.
  ///
  /// - Parameters:
  ///   - channels: channels of the input and the output.
  ///   - squeezed: channels between the two convolutions.
  ///   - activation: what follows the first convolution; ReLU in the paper.
  ///   - gate: what follows the second; the logistic function in the paper.
  ///   - names: the convolutions' names in the state dictionary; torchvision's when not given.
  public init(
    _ channels: Int, squeezed: Int, activation: any Layer = ReLU(), gate: any Layer = Sigmoid(),
    names: (reduce: String, expand: String) = ("fc1", "fc2")
  ) {
    reduce = Conv2d(channels, squeezed, kernel: 1)
    expand = Conv2d(squeezed, channels, kernel: 1)
    (self.activation, self.gate) = (activation, gate)
    children = [(names.reduce, reduce), (names.expand, expand)]
  }

  /// The input times its factors.
  public func forward(_ x: Variable) -> Variable {
    x * gate(expand(activation(reduce(pool(x)))))
  }
}
