import GradusAutodiff
import GradusLayers
import GradusTensors

/// NASNet's auxiliary classifier (authors' code): average pooling 5x5 with stride 3, a 1x1
/// convolution with 128 outputs, one as large as the pooled image with 768, and the classifier.
final class NASNetAuxiliaryHead: Layer {
  /// The weight of this head's loss.
  static let lossWeight = 0.4

  let proj: Conv2d, auxBn0: BatchNorm
  let conv: Conv2d, auxBn1: BatchNorm
  let fc: Linear

  private let pool = AveragePool2d(kernel: 5, stride: 3)
  private let adaptivePool: AdaptiveAveragePool2d

  /// Makes a head for `inputs` channels.
  ///
  /// `pooledSize` is the height and width that images of the published size have behind the pooling.
  init(_ inputs: Int, pooledSize: Int, classes: Int) {
    proj = Conv2d(inputs, 128, kernel: 1, bias: false)
    auxBn0 = BatchNorm(128, epsilon: nasNetEpsilon)
    conv = Conv2d(128, 768, kernel: pooledSize, bias: false)
    auxBn1 = BatchNorm(768, epsilon: nasNetEpsilon)
    fc = Linear(768, classes)
    adaptivePool = AdaptiveAveragePool2d(height: pooledSize, width: pooledSize)
  }

  /// Logits, `[n, classes]`.
  ///
  /// Images of other sizes than the published one are pooled adaptively, so that the second
  /// convolution fits.
  func forward(_ x: Variable) -> Variable {
    let active = x.relu()
    let fits = [x.shape[1], x.shape[2]].allSatisfy {
      $0 >= 5 && ($0 - 5) / 3 + 1 == adaptivePool.height
    }
    let reduced = auxBn0.activated(proj(fits ? pool(active) : adaptivePool(active)), .relu)
    let features = auxBn1.activated(conv(reduced), .relu)
    return fc(features.reshaped(to: [features.shape[0], features.shape[3]]))
  }
}
