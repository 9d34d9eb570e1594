import GradusAutodiff
import GradusLayers

/// The cell of pytorch-cifar's PNASNetA: a grouped 7x7 convolution and a 3x3 maximum pooling, added.
///
/// The repository calls the grouped convolution separable; it has a filter bank for each input channel and
/// no 1x1 convolution behind it, so that channels meet in the poolings' projections alone.
public final class PNASNetCellA: Layer {
  /// The grouped convolution and its normalisation.
  public let sepConv1: NumberedBlock
  /// The projection of what is pooled and its normalisation; nil where the image keeps its size.
  public let conv1: Conv2d?, bn1: BatchNorm?

  private let pool: MaxPool2d

  /// Makes a cell; only one that halves the image may change the channels, to a multiple.
  init(_ inputs: Int, _ outputs: Int, halves: Bool) {
    sepConv1 = .grouped(inputs, outputs, kernel: 7, halves: halves)
    conv1 = halves ? .unbiased(inputs, outputs, kernel: 1) : nil
    bn1 = halves ? BatchNorm(outputs) : nil
    pool = MaxPool2d(kernel: 3, stride: halves ? 2 : 1, padding: 1)
  }

  /// The sum, activated.
  public func forward(_ x: Variable) -> Variable {
    var pooled = pool(x)
    if let conv1, let bn1 { pooled = bn1(conv1(pooled)) }
    return (sepConv1(x) + pooled).relu()
  }
}

extension NumberedBlock {
  /// A convolution with a filter bank for each input channel, `conv1`, and its normalisation `bn1`.
  static func grouped(
    _ inputs: Int, _ outputs: Int, kernel: Int, halves: Bool
  ) -> NumberedBlock {
    NumberedBlock(
      [.unbiased(inputs, outputs, kernel: kernel, stride: halves ? 2 : 1, groups: inputs)],
      ending: .linear)
  }
}
