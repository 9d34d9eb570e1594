import GradusLayers

/// A kind of residual block, to be repeated in the stages of a network.
struct ResidualBlock: Sendable {
  /// Output channels for each channel of the stage's width.
  let expansion: Int
  /// Makes a block from `inputs` to `planes · expansion` channels.
  let make: @Sendable (_ inputs: Int, _ planes: Int, _ stride: Int) -> any Layer

  /// Two 3x3 convolutions (He et al. 2015, Fig. 5 left).
  static func basic(_ shortcut: ShortcutOption) -> ResidualBlock {
    ResidualBlock(expansion: 1) { inputs, planes, stride in
      BasicBlock(inputs, planes, stride: stride, shortcut: shortcut)
    }
  }

  /// 1x1, 3x3, 1x1 (He et al. 2015, Fig. 5 right).
  ///
  /// - Parameters:
  ///   - strideStyle: which convolution carries the stride.
  ///   - groups: groups of the 3x3 convolution: ResNeXt's cardinality.
  ///   - widthPerGroup: channels a group at 64 planes: ResNeXt's d.
  ///   - reduction: the ratio r of squeeze and excitation; nil for none.
  static func bottleneck(
    _ strideStyle: Bottleneck.StrideStyle = .conv3x3, groups: Int = 1, widthPerGroup: Int = 64,
    reduction: Int? = nil
  ) -> ResidualBlock {
    ResidualBlock(expansion: Bottleneck.expansion) { inputs, planes, stride in
      Bottleneck(
        inputs, planes: planes, width: planes * widthPerGroup / 64 * groups, groups: groups,
        stride: stride, strideStyle: strideStyle, reduction: reduction)
    }
  }

  /// `count` blocks of which the first carries the stride.
  func stage(_ inputs: Int, planes: Int, count: Int, stride: Int) -> Sequential {
    Sequential(
      (0..<count).map { index in
        index == 0
          ? make(inputs, planes, stride) : make(planes * expansion, planes, 1)
      })
  }
}
