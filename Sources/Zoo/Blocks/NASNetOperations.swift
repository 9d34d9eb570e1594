import GradusAutodiff
import GradusLayers
import GradusTensors

/// The normalisations' epsilon in the authors' code.
let nasNetEpsilon = 1e-3

/// ReLU, a 1x1 convolution and normalisation.
final class NASNetProjection: Layer {
  let conv: Conv2d, bn: BatchNorm

  init(_ inputs: Int, _ outputs: Int) {
    conv = Conv2d(inputs, outputs, kernel: 1, bias: false)
    bn = BatchNorm(outputs, epsilon: nasNetEpsilon)
  }

  func forward(_ x: Variable) -> Variable { bn(conv(x.relu())) }
}

/// Halves an image without losing pixels to a stride: ReLU, then every second pixel and every second
/// pixel of the image moved by one, each through a 1x1 convolution, joined and normalised.
final class NASNetHalving: Layer, Container {
  let children: [(name: String, module: any Module)]

  private let conv1: Conv2d, conv2: Conv2d, norm: BatchNorm

  init(_ inputs: Int, _ outputs: Int) {
    conv1 = Conv2d(inputs, outputs / 2, kernel: 1, bias: false)
    conv2 = Conv2d(inputs, outputs / 2, kernel: 1, bias: false)
    norm = BatchNorm(outputs / 2 * 2, epsilon: nasNetEpsilon)
    children = [
      ("path_1", Sequential(named: [("conv", conv1)])),
      ("path_2", Sequential(named: [("conv", conv2)])),
      ("final_path_bn", norm),
    ]
  }

  func forward(_ x: Variable) -> Variable {
    // Pooling with a one-pixel window is subsampling.
    let everySecond = PoolingGeometry(kernel: 1, stride: 2)
    let active = x.relu()
    let moved = active.padded(before: [0, 0, 0, 0], after: [0, 1, 1, 0])
      .sliced(axis: 1, 1..<x.shape[1] + 1).sliced(axis: 2, 1..<x.shape[2] + 1)
    let halves = [
      conv1(active.averagePool(everySecond)), conv2(moved.averagePool(everySecond)),
    ]
    return norm(Variable.concatenate(halves, axis: -1))
  }
}

/// Two separable convolutions, each ReLU, depthwise, 1x1 and normalisation; the first carries the
/// stride.
final class NASNetSeparable: Layer, Container {
  let children: [(name: String, module: any Module)]

  private let first: NASNetDepthwiseSeparable, second: NASNetDepthwiseSeparable
  private let firstNorm: BatchNorm, secondNorm: BatchNorm
  private let stochasticDepth: StochasticDepth

  init(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int, dropProbability: Double) {
    first = NASNetDepthwiseSeparable(inputs, outputs, kernel: kernel, stride: stride)
    second = NASNetDepthwiseSeparable(outputs, outputs, kernel: kernel, stride: 1)
    firstNorm = BatchNorm(outputs, epsilon: nasNetEpsilon)
    secondNorm = BatchNorm(outputs, epsilon: nasNetEpsilon)
    stochasticDepth = StochasticDepth(dropProbability)
    children = [
      ("separable_1", first), ("bn_sep_1", firstNorm), ("separable_2", second),
      ("bn_sep_2", secondNorm), ("drop_path", stochasticDepth),
    ]
  }

  func forward(_ x: Variable) -> Variable {
    stochasticDepth(secondNorm(second(firstNorm.activated(first(x.relu()), .relu))))
  }
}

/// A depthwise convolution with SAME padding and a 1x1 convolution.
final class NASNetDepthwiseSeparable: Layer, Container {
  let children: [(name: String, module: any Module)]

  private let depthwise: SameConv2d, pointwise: Conv2d

  init(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int) {
    depthwise = SameConv2d(inputs, inputs, kernel: kernel, stride: stride, groups: inputs)
    pointwise = Conv2d(inputs, outputs, kernel: 1, bias: false)
    children = [("depthwise_conv2d", depthwise), ("pointwise_conv2d", pointwise)]
  }

  func forward(_ x: Variable) -> Variable { pointwise(depthwise(x)) }
}

/// 3x3 pooling with SAME padding.
final class NASNetPool: Layer {
  private let isMaximum: Bool
  private let stride: Int

  init(isMaximum: Bool, stride: Int) { (self.isMaximum, self.stride) = (isMaximum, stride) }

  func forward(_ x: Variable) -> Variable {
    let geometry = PoolingGeometry.same(for: x.shape, kernel: 3, stride: stride)
    return isMaximum ? x.maxPool(geometry) : x.averagePool(geometry)
  }
}
