import GradusAutodiff
import GradusLayers

/// NASNet-A for ImageNet (Zoph et al. 2017): two searched cells, stacked.
///
/// A 3x3 convolution, two reduction cells, and three stages of N normal cells with a reduction cell
/// between stages. While training, an auxiliary head reads the end of the second stage; its loss
/// counts 0.4 (authors' code). State names are timm's; the head, which timm leaves out, is
/// `aux_head`.
public final class NASNet: Classifier, Container {
  /// All parts with their names.
  public let children: [(name: String, module: any Module)]
  /// The number of classes.
  public let classes: Int
  /// Images from 3 pixels up.
  public let inputRequirement = InputRequirement(minimumSize: 3, limitingLayer: "conv0.conv")

  private let conv0: Sequential
  private let stem: [NASNetCell]
  private let stages: [(reduction: NASNetCell?, cells: [NASNetCell])]
  private let auxiliaryHead: NASNetAuxiliaryHead
  private let lastLinear: Linear
  private let skipsLastCell: Bool
  private let pool = GlobalAveragePool()
  private let dropout = Dropout(0.5)

  /// Makes a network N @ P.
  ///
  /// - Parameters:
  ///   - cells: N, the normal cells of each stage.
  ///   - penultimateChannels: P, channels before the classifier; a multiple of 96.
  ///   - stemChannels: channels of the first convolution.
  ///   - skipsLastCell: whether the first cell after a reduction reads, besides the reduction, the
  ///     cell before the stage's last instead of the last (authors' code, Large).
  ///   - dropPath: the probability that an operation of the last cell is dropped in training; it
  ///     grows linearly with depth.
  ///   - pooledSize: height and width behind the auxiliary head's pooling.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  init(
    cells: Int, penultimateChannels: Int, stemChannels: Int, skipsLastCell: Bool,
    dropPath: Double, pooledSize: Int, inputChannels: Int, classes: Int
  ) {
    let filters = penultimateChannels / 24
    let total = Double(3 * cells + 4)
    var made = 0
    func cell(
      _ kind: NASNetCell.Kind, filters: Int, _ inputs: Int, _ previousInputs: Int,
      _ previousInput: NASNetCell.PreviousInput = .projected
    ) -> NASNetCell {
      made += 1
      return NASNetCell(
        kind, filters: filters, inputs: inputs, previousInputs: previousInputs,
        previousInput: previousInput, dropProbability: dropPath * Double(made) / total)
    }
    conv0 = Sequential(named: [
      ("conv", Conv2d(inputChannels, stemChannels, kernel: 3, stride: 2, bias: false)),
      ("bn", BatchNorm(stemChannels, epsilon: nasNetEpsilon)),
    ])
    stem = [
      cell(.reduction, filters: filters / 4, stemChannels, stemChannels, .unchanged),
      cell(.reduction, filters: filters / 2, filters, stemChannels, .halved),
    ]
    var (inputs, previousInputs) = (2 * filters, filters)
    stages = (0..<3).map { stage in
      let width = filters << stage
      var reduction: NASNetCell?
      if stage > 0 {
        reduction = cell(.reduction, filters: width, inputs, previousInputs)
        (inputs, previousInputs) = (4 * width, inputs)
      }
      let normal = (0..<cells).map { index in
        defer { (inputs, previousInputs) = (6 * width, inputs) }
        return cell(
          .normal, filters: width, inputs, previousInputs, index == 0 ? .halved : .projected)
      }
      return (reduction, normal)
    }
    auxiliaryHead = NASNetAuxiliaryHead(12 * filters, pooledSize: pooledSize, classes: classes)
    lastLinear = Linear(24 * filters, classes)
    self.skipsLastCell = skipsLastCell
    self.classes = classes

    var parts: [(name: String, module: any Module)] = [("conv0", conv0)]
    parts += stem.enumerated().map { ("cell_stem_\($0.offset)", $0.element) }
    for (stage, (reduction, normal)) in stages.enumerated() {
      if let reduction { parts.append(("reduction_cell_\(stage - 1)", reduction)) }
      // Numbered as in the Large network, whatever N is.
      parts += normal.enumerated().map { ("cell_\(6 * stage + $0.offset)", $0.element) }
    }
    parts += [("aux_head", auxiliaryHead), ("last_linear", lastLinear), ("dropout", dropout)]
    children = parts
  }

  /// NASNet-A Mobile, 4 @ 1056, for 224 by 224 images.
  public static func mobile(inputChannels: Int = 3, classes: Int = 1000) -> NASNet {
    NASNet(
      cells: 4, penultimateChannels: 1056, stemChannels: 32, skipsLastCell: false, dropPath: 0,
      pooledSize: 4, inputChannels: inputChannels, classes: classes)
  }

  /// NASNet-A Large, 6 @ 4032, for 331 by 331 images.
  public static func large(inputChannels: Int = 3, classes: Int = 1000) -> NASNet {
    NASNet(
      cells: 6, penultimateChannels: 4032, stemChannels: 96, skipsLastCell: true, dropPath: 0.3,
      pooledSize: 6, inputChannels: inputChannels, classes: classes)
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    let first = conv0(images)
    let stem0 = stem[0](first, previous: first)
    var (last, beforeLast) = (stem[1](stem0, previous: first), stem0)
    var auxiliary: [(logits: Variable, lossWeight: Double)] = []
    for (stage, (reduction, normal)) in stages.enumerated() {
      if let reduction {
        let reduced = reduction(last, previous: beforeLast)
        (last, beforeLast) = (reduced, skipsLastCell ? beforeLast : last)
        let next = normal[0](last, previous: beforeLast)
        (last, beforeLast) = (next, reduced)
      } else {
        (last, beforeLast) = (normal[0](last, previous: beforeLast), last)
      }
      for cell in normal.dropFirst() {
        (last, beforeLast) = (cell(last, previous: beforeLast), last)
      }
      if stage == 1, images.mode == .training {
        auxiliary.append((auxiliaryHead(last), NASNetAuxiliaryHead.lossWeight))
      }
    }
    return Prediction(logits: lastLinear(dropout(pool(last.relu()))), auxiliary: auxiliary)
  }
}
