import GradusAutodiff
import GradusLayers
import GradusTensors

/// A convolution without bias, batch normalisation (ε = 0.001) and ReLU: "conv" in Szegedy et al.
/// 2016, where V marks a convolution without padding.
final class InceptionConv: Layer {
  let conv: Conv2d, bn: BatchNorm

  /// Makes a convolution with a square kernel; `valid` leaves the padding out.
  convenience init(
    _ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, valid: Bool = false
  ) {
    self.init(
      inputs, outputs, height: kernel, width: kernel, stride: stride, valid: valid)
  }

  /// Makes a convolution with a `height` by `width` kernel, as 1x7 and 7x1.
  init(
    _ inputs: Int, _ outputs: Int, height: Int, width: Int, stride: Int = 1, valid: Bool = false
  ) {
    let padding = valid ? Padding(0) : Padding(vertical: height / 2, horizontal: width / 2)
    conv = Conv2d(
      inputs, outputs, kernel: Extent(height: height, width: width),
      geometry: ConvolutionGeometry(stride: Extent(stride), padding: padding), bias: false)
    bn = BatchNorm(outputs, epsilon: 1e-3)
  }

  /// relu(bn(conv(x))).
  func forward(_ x: Variable) -> Variable { bn.activated(conv(x), .relu) }
}
