import GradusAutodiff
import GradusLayers

/// ShuffleNetV2's unit under pytorch-cifar's names: half of the channels pass untouched, the other half go
/// through a bottleneck, then all are shuffled (Ma et al. 2018, Fig. 3c). Where it halves the image, both
/// halves are made from all channels (Fig. 3d).
///
/// Convolutions are numbered through, the first half's before the second's; each has its normalisation
/// behind it, and ReLU unless it is depthwise.
public final class NumberedShuffleUnit: Layer, Container {
  /// The first half's depthwise and 1x1 convolutions; nil where it passes untouched.
  public let first: Sequential?
  /// The second half's 1x1, depthwise and 1x1 convolutions.
  public let second: Sequential

  private let shuffle = ChannelShuffle(groups: 2)

  /// Makes a unit; one that does not halve has as many outputs as inputs.
  init(_ inputs: Int, _ outputs: Int, halves: Bool) {
    let (half, stride) = (outputs / 2, halves ? 2 : 1)
    first =
      halves
      ? Self.chain([
        .unbiased(inputs, inputs, kernel: 3, stride: stride, groups: inputs),
        .unbiased(inputs, half, kernel: 1),
      ]) : nil
    second = Self.chain(
      [
        .unbiased(halves ? inputs : half, half, kernel: 1),
        .unbiased(half, half, kernel: 3, stride: stride, groups: half),
        .unbiased(half, half, kernel: 1),
      ], numberedFrom: halves ? 3 : 1)
  }

  private static func chain(_ convolutions: [Conv2d], numberedFrom first: Int = 1) -> Sequential {
    Sequential(
      named: convolutions.enumerated().flatMap { index, convolution in
        let number = first + index
        let all = PyTorchCIFARNet.convolution(number, convolution)
        return convolution.geometry.groups > 1 ? Array(all.dropLast()) : all
      })
  }

  /// The layers with their path components.
  public var children: [(name: String, module: any Module)] {
    (first?.children ?? []) + second.children + [("shuffle", shuffle)]
  }

  /// Both halves, shuffled.
  public func forward(_ x: Variable) -> Variable {
    let half = x.shape[-1] / 2
    let joined =
      if let first {
        [first.forward(x), second.forward(x)]
      } else {
        [x.sliced(axis: -1, 0..<half), second.forward(x.sliced(axis: -1, half..<2 * half))]
      }
    return shuffle(Variable.concatenate(joined, axis: -1))
  }
}
