import GradusLayers

/// The networks of pytorch-cifar for phones, and those found by search.
extension PyTorchCIFARNet {
  /// MobileNet: depthwise and 1x1 convolutions, four times halved.
  static func mobile(inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    let widths = [(64, 1), (128, 2), (256, 2), (512, 6), (1024, 2)]
    var (blocks, channels) = ([any Layer](), 32)
    for (stage, width) in widths.enumerated() {
      for index in 0..<width.1 {
        let stride = stage > 0 && index == 0 ? 2 : 1
        blocks.append(
          NumberedBlock(
            [
              .unbiased(channels, channels, kernel: 3, stride: stride, groups: channels),
              .unbiased(channels, width.0, kernel: 1),
            ], ending: .activated))
        channels = width.0
      }
    }
    return PyTorchCIFARNet(
      stem(inputChannels, 32) + [("layers", Sequential(blocks))], channels: channels,
      classes: classes)
  }

  /// MobileNetV2: ReLU for ReLU6, and every block of stride 1 is residual, by a projection where its channels
  /// change.
  static func mobileV2(inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    let stages: [(expansion: Int, outputs: Int, count: Int, stride: Int)] = [
      (1, 16, 1, 1), (6, 24, 2, 1), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
      (6, 320, 1, 1),
    ]
    var (blocks, channels) = ([any Layer](), 32)
    for stage in stages {
      for index in 0..<stage.count {
        let (stride, wide) = (index == 0 ? stage.stride : 1, channels * stage.expansion)
        blocks.append(
          NumberedBlock(
            [
              .unbiased(channels, wide, kernel: 1),
              .unbiased(wide, wide, kernel: 3, stride: stride, groups: wide),
              .unbiased(wide, stage.outputs, kernel: 1),
            ],
            shortcut: stride == 1
              ? ShortcutOption.projected.layer(channels, stage.outputs, stride: 1).downsample : nil,
            ending: stride == 1 ? .sum : .linear))
        channels = stage.outputs
      }
    }
    return PyTorchCIFARNet(
      stem(inputChannels, 32) + [("layers", Sequential(blocks))]
        + convolution(2, .unbiased(channels, 1280, kernel: 1)), channels: 1280, classes: classes)
  }

  /// EfficientNetB0 with a stem and a first stage that keep the size.
  ///
  /// The published files also hold `layers.0.conv1` and `layers.0.bn1`, which no picture passes through; and
  /// the released code counts no blocks, so that none is ever dropped.
  static func efficientB0(inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    var (blocks, channels) = ([any Layer](), 32)
    for stage in EfficientNet.stages {
      for index in 0..<stage.layers {
        let (stride, wide) = (index == 0 ? stage.stride : 1, channels * stage.expansion)
        let isResidual = stride == 1 && channels == stage.channels
        let expanding = stage.expansion == 1 ? [] : [Conv2d.unbiased(channels, wide, kernel: 1)]
        blocks.append(
          NumberedBlock(
            expanding + [
              .unbiased(wide, wide, kernel: stage.kernel, stride: stride, groups: wide),
              .unbiased(wide, stage.channels, kernel: 1),
            ], numberedFrom: stage.expansion == 1 ? 2 : 1, activation: .silu,
            gate: SqueezeExcitation(
              wide, squeezed: channels / 4, activation: SiLU(), names: ("se1", "se2")),
            ending: isResidual ? .sum : .linear))
        channels = stage.channels
      }
    }
    let stem = convolution(1, .unbiased(inputChannels, 32, kernel: 3), activation: SiLU())
    return PyTorchCIFARNet(
      stem + [("layers", Sequential(blocks))], channels: channels, classes: classes, dropout: 0.2)
  }

  /// RegNetX and RegNetY: stages of `depths` grouped bottlenecks as wide as they end; Y has squeeze and
  /// excitation by a quarter of the block's input.
  static func regular(
    _ depths: [Int], widths: [Int], groupWidth: Int, isGated: Bool, inputChannels: Int,
    classes: Int
  ) -> PyTorchCIFARNet {
    var (layers, channels) = (stem(inputChannels, 64), 64)
    for (index, depth) in depths.enumerated() {
      let width = widths[index]
      layers.append(
        (
          "layer\(index + 1)",
          stage(channels, width, count: depth, stride: index < 2 ? 1 : 2) {
            inputs, outputs, stride in
            NumberedBlock(
              [
                .unbiased(inputs, width, kernel: 1),
                .unbiased(width, width, kernel: 3, stride: stride, groups: width / groupWidth),
                .unbiased(width, outputs, kernel: 1),
              ],
              gate: isGated
                ? SqueezeExcitation(width, squeezed: inputs / 4, names: ("se1", "se2")) : nil,
              shortcut: ShortcutOption.projected.layer(inputs, outputs, stride: stride).downsample,
              ending: .activatedSum)
          }
        ))
      channels = width
    }
    return PyTorchCIFARNet(layers, channels: channels, classes: classes)
  }

  /// PNASNetA and PNASNetB: three times six cells, with one that halves the image and doubles the channels
  /// between.
  static func progressive(
    planes: Int, inputChannels: Int, classes: Int,
    cell: (_ inputs: Int, _ outputs: Int, _ halves: Bool) -> any Layer
  ) -> PyTorchCIFARNet {
    func six(_ planes: Int) -> Sequential {
      Sequential((0..<6).map { _ in cell(planes, planes, false) })
    }
    let layers: [NamedLayer] = [
      ("layer1", six(planes)), ("layer2", cell(planes, 2 * planes, true)),
      ("layer3", six(2 * planes)), ("layer4", cell(2 * planes, 4 * planes, true)),
      ("layer5", six(4 * planes)),
    ]
    return PyTorchCIFARNet(
      stem(inputChannels, planes) + layers, channels: 4 * planes, classes: classes)
  }
}
