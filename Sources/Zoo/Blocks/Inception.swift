import Autodiff
import Layers

/// A convolution with a bias and a ReLU, as everywhere in the original GoogLeNet.
public final class ConvReLU: Layer {
  /// The convolution.
  public let conv: Conv2d

  /// Makes a convolution with a square kernel.
  public init(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1, padding: Int = 0) {
    conv = Conv2d(inputs, outputs, kernel: kernel, stride: stride, padding: padding)
  }

  /// relu(conv(x)).
  public func forward(_ x: Variable) -> Variable { conv(x).relu() }
}

/// The Inception module with dimension reduction (Szegedy et al. 2014, Fig. 2b).
public final class Inception: Layer {
  /// 1x1 convolutions.
  public let branch1: ConvReLU
  /// 1x1 reduction, then 3x3.
  public let branch2: Sequential
  /// 1x1 reduction, then 5x5.
  public let branch3: Sequential
  /// 3x3 maximum pooling, then a 1x1 projection.
  public let branch4: Sequential

  /// Makes a module; the arguments come in the order of the columns of the paper's Table 1.
  public init(
    _ inputs: Int, _ ones: Int, _ threeReduce: Int, _ threes: Int, _ fiveReduce: Int,
    _ fives: Int, _ poolProjection: Int
  ) {
    branch1 = ConvReLU(inputs, ones, kernel: 1)
    branch2 = Sequential {
      ConvReLU(inputs, threeReduce, kernel: 1)
      ConvReLU(threeReduce, threes, kernel: 3, padding: 1)
    }
    branch3 = Sequential {
      ConvReLU(inputs, fiveReduce, kernel: 1)
      ConvReLU(fiveReduce, fives, kernel: 5, padding: 2)
    }
    branch4 = Sequential {
      MaxPool2d(kernel: 3, stride: 1, padding: 1)
      ConvReLU(inputs, poolProjection, kernel: 1)
    }
  }

  /// The four branches side by side along the channels.
  public func forward(_ x: Variable) -> Variable {
    Variable.concatenate([branch1(x), branch2(x), branch3(x), branch4(x)], axis: -1)
  }
}
