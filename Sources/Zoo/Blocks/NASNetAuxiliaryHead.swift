import Autodiff
import Layers
import Tensors

/// NASNet's auxiliary classifier (authors' code): average pooling 5x5 with stride 3, a 1x1
/// convolution with 128 outputs, one as large as the image with 768, and the classifier.
final class NASNetAuxiliaryHead: Layer {
  /// The weight of this head's loss.
  static let lossWeight = 0.4

  let proj: Conv2d, auxBn0: BatchNorm
  let conv: Conv2d, auxBn1: BatchNorm
  let fc: Linear

  private let pool = AveragePool2d(kernel: 5, stride: 3)
  private let size: Int
  private let imageSize: Int

  /// Makes a head for features of `size` pixels, which images of `imageSize` pixels lead to.
  init(_ inputs: Int, size: Int, imageSize: Int, classes: Int) {
    precondition(
      size >= 5,
      "NASNet: images of \(imageSize) pixels are too small to train on: aux_head pools 5x5 pixels "
        + "and would get \(size)x\(size); use at least 67")
    let pooled = (size - 5) / 3 + 1
    proj = Conv2d(inputs, 128, kernel: 1, bias: false)
    auxBn0 = BatchNorm(128, epsilon: nasNetEpsilon)
    conv = Conv2d(128, 768, kernel: pooled, bias: false)
    auxBn1 = BatchNorm(768, epsilon: nasNetEpsilon)
    fc = Linear(768, classes)
    (self.size, self.imageSize) = (size, imageSize)
  }

  /// Logits, `[n, classes]`.
  func forward(_ x: Variable) -> Variable {
    precondition(
      x.shape[1] == size && x.shape[2] == size,
      "NASNet: the auxiliary head was made for training images of \(imageSize)x\(imageSize) pixels; "
        + "give the constructor the imageSize you train on")
    let reduced = auxBn0(proj(pool(x.relu()))).relu()
    let features = auxBn1(conv(reduced)).relu()
    return fc(features.reshaped(to: [features.shape[0], features.shape[3]]))
  }
}
