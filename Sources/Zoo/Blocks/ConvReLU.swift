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

  /// Makes a normalised convolution with a kernel of the given height and width, padded so that the
  /// image keeps its size.
  public init(_ inputs: Int, _ outputs: Int, kernelHeight: Int, kernelWidth: Int) {
    conv = Conv2d(
      inputs, outputs, kernelHeight: kernelHeight, kernelWidth: kernelWidth,
      geometry: ConvolutionGeometry(
        strideHeight: 1, strideWidth: 1, paddingTop: kernelHeight / 2,
        paddingLeft: kernelWidth / 2, paddingBottom: kernelHeight / 2,
        paddingRight: kernelWidth / 2), bias: false)
    bn = BatchNorm(outputs, epsilon: 0.001)
  }

  /// relu(conv(x)), normalised in between where there is a normalisation.
  public func forward(_ x: Variable) -> Variable {
    let y = conv(x)
    return bn?.activated(y, .relu) ?? y.relu()
  }
}
