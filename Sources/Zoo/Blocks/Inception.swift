import GradusAutodiff
import GradusLayers

/// The Inception module with dimension reduction (Szegedy et al. 2014, Fig. 2b).
public final class Inception: Layer {
  /// Which of the two published forms the module has.
  public enum Style: Sendable {
    /// The paper's: biases, and 5x5 convolutions in the third branch.
    case paper
    /// torchvision's: batch normalisation, and 3x3 convolutions in the third branch.
    case torchvision
  }

  /// 1x1 convolutions.
  public let branch1: ConvReLU
  /// 1x1 reduction, then 3x3.
  public let branch2: Sequential
  /// 1x1 reduction, then 5x5 (3x3 in torchvision's form).
  public let branch3: Sequential
  /// 3x3 maximum pooling, then a 1x1 projection.
  public let branch4: Sequential

  /// Makes a module; the arguments come in the order of the columns of the paper's Table 1.
  public init(
    _ inputs: Int, _ ones: Int, _ threeReduce: Int, _ threes: Int, _ fiveReduce: Int,
    _ fives: Int, _ poolProjection: Int, style: Style = .paper
  ) {
    func conv(_ inputs: Int, _ outputs: Int, kernel: Int) -> ConvReLU {
      ConvReLU(
        inputs, outputs, kernel: kernel, padding: kernel / 2, normalized: style == .torchvision)
    }
    branch1 = conv(inputs, ones, kernel: 1)
    branch2 = Sequential {
      conv(inputs, threeReduce, kernel: 1)
      conv(threeReduce, threes, kernel: 3)
    }
    branch3 = Sequential {
      conv(inputs, fiveReduce, kernel: 1)
      conv(fiveReduce, fives, kernel: style == .paper ? 5 : 3)
    }
    branch4 = Sequential {
      MaxPool2d(kernel: 3, stride: 1, padding: 1)
      conv(inputs, poolProjection, kernel: 1)
    }
  }

  /// The four branches side by side along the channels.
  public func forward(_ x: Variable) -> Variable {
    Variable.concatenate([branch1(x), branch2(x), branch3(x), branch4(x)], axis: -1)
  }
}
