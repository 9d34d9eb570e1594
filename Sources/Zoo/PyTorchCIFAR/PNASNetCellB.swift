import GradusAutodiff
import GradusLayers

/// The cell of pytorch-cifar's PNASNetB: two pairs are added, a grouped 7x7 with a grouped 3x3 convolution and
/// a 3x3 maximum pooling with a grouped 5x5 convolution; a 1x1 convolution makes one of both sums.
///
/// The grouped convolutions are those of ``PNASNetCellA``.
public final class PNASNetCellB: Layer {
  /// The 7x7, the 3x3 and the 5x5 convolution with their normalisations.
  public let sepConv1: NumberedBlock, sepConv2: NumberedBlock, sepConv3: NumberedBlock
  /// The projection of what is pooled and its normalisation; nil where the image keeps its size.
  public let conv1: Conv2d?, bn1: BatchNorm?
  /// The 1x1 convolution of both sums and its normalisation.
  public let conv2: Conv2d, bn2: BatchNorm

  private let pool: MaxPool2d

  /// Makes a cell; only one that halves the image may change the channels, to a multiple.
  init(_ inputs: Int, _ outputs: Int, halves: Bool) {
    sepConv1 = .grouped(inputs, outputs, kernel: 7, halves: halves)
    sepConv2 = .grouped(inputs, outputs, kernel: 3, halves: halves)
    sepConv3 = .grouped(inputs, outputs, kernel: 5, halves: halves)
    conv1 = halves ? .unbiased(inputs, outputs, kernel: 1) : nil
    bn1 = halves ? BatchNorm(outputs) : nil
    conv2 = .unbiased(2 * outputs, outputs, kernel: 1)
    bn2 = BatchNorm(outputs)
    pool = MaxPool2d(kernel: 3, stride: halves ? 2 : 1, padding: 1)
  }

  /// Both sums, activated and reduced.
  public func forward(_ x: Variable) -> Variable {
    var pooled = pool(x)
    if let conv1, let bn1 { pooled = bn1(conv1(pooled)) }
    let sums = [(sepConv1(x) + sepConv2(x)).relu(), (pooled + sepConv3(x)).relu()]
    return bn2.activated(conv2(Variable.concatenate(sums, axis: -1)), .relu)
  }
}
