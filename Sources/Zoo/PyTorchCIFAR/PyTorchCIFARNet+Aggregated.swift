import GradusLayers

/// The networks of pytorch-cifar that aggregate their layers in trees.
extension PyTorchCIFARNet {
  /// DLA and SimpleDLA: three convolutions that keep the size and four trees of residual blocks; the two in
  /// the middle are two levels deep.
  ///
  /// DLA's deep trees have a block of their input beside their first subtree; SimpleDLA's have a subtree in
  /// the place of each block, and the repository says itself that this is not the paper's network.
  static func aggregated(isSimple: Bool, inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    func kept(_ inputs: Int, _ outputs: Int) -> Sequential {
      .convNorm(inputs, outputs, kernel: 3, activation: ReLU())
    }
    var layers: [NamedLayer] = [
      ("base", kept(inputChannels, 16)), ("layer1", kept(16, 16)), ("layer2", kept(16, 32)),
    ]
    var channels = 32
    for (index, stage) in [(64, 1, 1), (128, 2, 2), (256, 2, 2), (512, 1, 2)].enumerated() {
      let (outputs, depth, stride) = stage
      let tree =
        isSimple
        ? simpleTree(channels, outputs, depth: depth, stride: stride)
        : fullTree(channels, outputs, depth: depth, stride: stride)
      layers.append(("layer\(index + 3)", tree))
      channels = outputs
    }
    return PyTorchCIFARNet(layers, channels: channels, classes: classes)
  }

  private static func simpleTree(
    _ inputs: Int, _ outputs: Int, depth: Int, stride: Int
  ) -> AggregationTree {
    func part(_ inputs: Int, _ stride: Int) -> any Layer {
      depth == 1
        ? residualBlock(inputs, outputs, stride: stride)
        : simpleTree(inputs, outputs, depth: depth - 1, stride: stride)
    }
    return AggregationTree(
      [("left_tree", part(inputs, stride)), ("right_tree", part(outputs, 1))], outputs: outputs)
  }

  /// A tree of one or two levels.
  private static func fullTree(
    _ inputs: Int, _ outputs: Int, depth: Int, stride: Int
  ) -> AggregationTree {
    func leaves(_ inputs: Int, _ stride: Int) -> [NamedLayer] {
      [
        ("left_node", residualBlock(inputs, outputs, stride: stride)),
        ("right_node", residualBlock(outputs, outputs, stride: 1)),
      ]
    }
    guard depth > 1 else { return AggregationTree(leaves(inputs, stride), outputs: outputs) }
    let subtree = AggregationTree(leaves(inputs, stride), outputs: outputs)
    return AggregationTree(
      [("level_1", subtree)] + leaves(outputs, 1),
      beside: ("prev_root", residualBlock(inputs, outputs, stride: stride)), outputs: outputs)
  }

  private static func residualBlock(_ inputs: Int, _ outputs: Int, stride: Int) -> NumberedBlock {
    NumberedBlock(
      [
        .unbiased(inputs, outputs, kernel: 3, stride: stride),
        .unbiased(outputs, outputs, kernel: 3),
      ],
      shortcut: ShortcutOption.projected.layer(inputs, outputs, stride: stride).downsample,
      ending: .activatedSum)
  }
}
