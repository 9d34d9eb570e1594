import GradusAutodiff
import GradusLayers
import GradusTensors

/// A convolution and a ReLU, the unit of the Inception networks.
///
/// The convolution has a bias, as in the first GoogLeNet, or is followed by batch normalisation with
/// ε = 0.001 and has none, as in all later ones.
public final class ConvReLU: Layer {
  /// The convolution.
  public let conv: Conv2d
  /// The normalisation; nil when the convolution has a bias instead.
  public let bn: BatchNorm?

  /// Makes a convolution with a square kernel.
  public init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0,
    normalized: Bool = true
  ) {
    conv = Conv2d(
      inputs, outputs, kernel: kernel, stride: stride, padding: padding, bias: !normalized)
    bn = normalized ? BatchNorm(outputs, epsilon: 0.001) : nil
  }

  /// Makes a normalised convolution with any kernel, padded so that the image keeps its size.
  public init(_ inputs: Int, _ outputs: Int, kernel: Extent) {
    let padding = Padding(vertical: kernel.height / 2, horizontal: kernel.width / 2)
    conv = Conv2d(
      inputs, outputs, kernel: kernel,
      geometry: ConvolutionGeometry(stride: Extent(1), padding: padding), bias: false)
    bn = BatchNorm(outputs, epsilon: 0.001)
  }

  /// relu(conv(x)), normalised in between where there is a normalisation.
  public func forward(_ x: Variable) -> Variable {
    let y = conv(x)
    return bn?.activated(y, .relu) ?? y.relu()
  }
}
