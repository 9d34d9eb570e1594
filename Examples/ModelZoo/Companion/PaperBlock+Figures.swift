extension PaperBlock {
  /// The blocks of the lecture's papers, those together that are shown on one page.
  static let groups: [(title: String, statement: String, blocks: [PaperBlock])] = [
    (
      "plain and basic, 2015",
      "Two layers of He's plain net, and the same with a shortcut.",
      [
        PaperBlock(
          "He 2015, Fig. 3 middle: two layers of the plain net", "plain34", "layer1.0",
          "conv 3x3, norm, relu, conv 3x3, norm, relu"),
        PaperBlock(
          "He 2015, Fig. 5 left: the shortcut is added before the last ReLU", "resnet34",
          "layer1.0",
          "conv 3x3, norm, relu, conv 3x3, norm, +, relu", more: [[0, 6]]),
      ]
    ),
    (
      "bottleneck, 2015, and pre-activation, 2016",
      "Narrowed between two 1x1; and nothing behind the addition.",
      [
        PaperBlock(
          "He 2015, Fig. 5 right: 1x1, 3x3, 1x1", "resnet50", "layer1.1",
          "conv 1x1, norm, relu, conv 3x3, norm, relu, conv 1x1, norm, +, relu", more: [[0, 9]]),
        PaperBlock(
          "He 2016, Fig. 4e: normalisation and ReLU first, nothing behind the addition",
          "preact_resnet110-cifar", "layer1.1", "norm, relu, conv 3x3, norm, relu, conv 3x3, +",
          more: [[0, 7]]),
      ]
    ),
    (
      "the first pre-activation, 2016, and squeeze-and-excitation, 2017",
      "The shortcut begins behind the first ReLU; and a gate of each channel.",
      [
        PaperBlock(
          "He 2016, appendix: the first block splits behind its first ReLU",
          "preact_resnet110-cifar", "layer1.0", "norm, relu, conv 3x3, norm, relu, conv 3x3, +",
          more: [[2, 7]]),
        PaperBlock(
          "Hu 2017, Fig. 3: scaled by two layers on its means, then added", "se_resnet50",
          "layer1.1",
          "conv 1x1, norm, relu, conv 3x3, norm, relu, conv 1x1, norm, pool, conv 1x1, relu, conv 1x1, "
            + "sigmoid, ×, +, relu", more: [[8, 14], [0, 15]]),
      ]
    ),
    (
      "groups and dense wiring, 2016",
      "ResNeXt filters in 32 groups; a dense layer's result is joined to its input.",
      [
        PaperBlock(
          "Xie 2016, Fig. 3c: a bottleneck with 32 groups", "resnext50_32x4d", "layer1.1",
          "conv 1x1, norm, relu, conv 3x3 g32, norm, relu, conv 1x1, norm, +, relu", more: [[0, 9]]),
        PaperBlock(
          "Huang 2016, section 3: BN, ReLU, 1x1, BN, ReLU, 3x3", "densenet121",
          "features.denseblock1.denselayer2", "norm, relu, conv 1x1, norm, relu, conv 3x3"),
      ]
    ),
    (
      "inception, 2014",
      "Four branches side by side.",
      [
        PaperBlock(
          "Szegedy 2014, Fig. 2b: four branches and a concatenation", "googlenet-paper",
          "inception3a",
          "conv 1x1, relu, conv 1x1, relu, conv 3x3, relu, conv 1x1, relu, conv 5x5, relu, pool 3x3, "
            + "conv 1x1, relu, concatenate",
          more: [[0, 3], [0, 7], [0, 11], [2, 14], [6, 14], [10, 14]], ends: [2, 6, 10])
      ]
    ),
    (
      "MobileNet, 2017, and MobileNetV2, 2018",
      "Depthwise filters, and the same between a wide and two narrow ends.",
      [
        PaperBlock(
          "Howard 2017, Fig. 3 right: depthwise, then 1x1, with the released code's ReLU6",
          "mobilenet_v1", "blocks.1.1",
          "conv 3x3 g128, norm, relu6, conv 1x1, norm, relu6"),
        PaperBlock(
          "Sandler 2018, Fig. 4d: widen, filter, narrow without activation, add", "mobilenet_v2",
          "features.3", "conv 1x1, norm, relu6, conv 3x3 g144, norm, relu6, conv 1x1, norm, +",
          more: [[0, 9]]),
      ]
    ),
    (
      "ShuffleNet, 2017",
      "Grouped 1x1 convolutions with their channels shuffled, at stride 1 and 2.",
      [
        PaperBlock(
          "Zhang 2017, Fig. 2b, in the released code's order: grouped 1x1, shuffle, grouped 1x1, added",
          "shufflenet_v1_g3",
          "features.1",
          "conv 1x1 g3, norm, relu, conv 3x3 g60, norm, shuffle, conv 1x1 g3, norm, +, relu",
          more: [[0, 9]]),
        PaperBlock(
          "Zhang 2017, Fig. 2c, in the released code's order: with stride 2 beside a pooling",
          "shufflenet_v1_g3", "features.0",
          "conv 1x1, norm, relu, conv 3x3/2 g60, norm, shuffle, conv 1x1 g3, norm, pool 3x3/2, relu, "
            + "concatenate",
          more: [[0, 9], [8, 10], [9, 11]], ends: [8, 9]),
      ]
    ),
  ]
}
