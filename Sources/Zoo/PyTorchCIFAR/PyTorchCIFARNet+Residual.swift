import GradusLayers

/// The residual networks of pytorch-cifar.
extension PyTorchCIFARNet {
  /// ResNet18 to ResNet152: four stages of `blocks` blocks with 64 to 512 planes.
  static func residual(
    _ blocks: [Int], isBottleneck: Bool, inputChannels: Int, classes: Int
  ) -> PyTorchCIFARNet {
    staged(stem(inputChannels, 64), blocks, expansion: isBottleneck ? 4 : 1, classes) {
      inputs, outputs, stride in
      NumberedBlock(
        convolutions(inputs, outputs, stride, isBottleneck),
        shortcut: ShortcutOption.projected.layer(inputs, outputs, stride: stride).downsample,
        ending: .activatedSum)
    }
  }

  /// PreActResNet18 to PreActResNet152; nothing is normalised behind the last block.
  static func preActivated(
    _ blocks: [Int], isBottleneck: Bool, inputChannels: Int, classes: Int
  ) -> PyTorchCIFARNet {
    let stem: [NamedLayer] = [("conv1", Conv2d.unbiased(inputChannels, 64, kernel: 3))]
    return staged(stem, blocks, expansion: isBottleneck ? 4 : 1, classes) {
      inputs, outputs, stride in
      NumberedPreActivationBlock(
        convolutions(inputs, outputs, stride, isBottleneck),
        shortcut: preActivatedProjection(inputs, outputs, stride))
    }
  }

  /// SENet18: pre-activated blocks with squeeze and excitation.
  static func squeezed(_ blocks: [Int], inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    staged(stem(inputChannels, 64), blocks, expansion: 1, classes) { inputs, outputs, stride in
      NumberedPreActivationBlock(
        convolutions(inputs, outputs, stride, false),
        gate: SqueezeExcitation(outputs, squeezed: outputs / 16),
        shortcut: preActivatedProjection(inputs, outputs, stride))
    }
  }

  /// ResNeXt29: three stages of three grouped bottlenecks whose width doubles; a 1x1 stem.
  static func grouped(
    cardinality: Int, width: Int, inputChannels: Int, classes: Int
  ) -> PyTorchCIFARNet {
    var (layers, channels) = (stem(inputChannels, 64, kernel: 1), 64)
    for stage in 0..<3 {
      let wide = cardinality * width << stage
      layers.append(
        (
          "layer\(stage + 1)",
          Self.stage(channels, 2 * wide, count: 3, stride: stage == 0 ? 1 : 2) {
            inputs, outputs, stride in
            NumberedBlock(
              [
                .unbiased(inputs, wide, kernel: 1),
                .unbiased(wide, wide, kernel: 3, stride: stride, groups: cardinality),
                .unbiased(wide, outputs, kernel: 1),
              ],
              shortcut: ShortcutOption.projected.layer(inputs, outputs, stride: stride).downsample,
              ending: .activatedSum)
          }
        ))
      channels = 2 * wide
    }
    return PyTorchCIFARNet(layers, channels: channels, classes: classes)
  }

  private static func staged(
    _ stem: [NamedLayer], _ blocks: [Int], expansion: Int, _ classes: Int,
    _ make: (_ inputs: Int, _ outputs: Int, _ stride: Int) -> any Layer
  ) -> PyTorchCIFARNet {
    var (layers, channels) = (stem, 64)
    for (index, count) in blocks.enumerated() {
      let outputs = expansion * 64 << index
      layers.append(
        (
          "layer\(index + 1)",
          stage(channels, outputs, count: count, stride: index == 0 ? 1 : 2, make)
        ))
      channels = outputs
    }
    return PyTorchCIFARNet(layers, channels: channels, classes: classes)
  }

  private static func convolutions(
    _ inputs: Int, _ outputs: Int, _ stride: Int, _ isBottleneck: Bool
  ) -> [Conv2d] {
    guard isBottleneck else {
      return [
        .unbiased(inputs, outputs, kernel: 3, stride: stride),
        .unbiased(outputs, outputs, kernel: 3),
      ]
    }
    let planes = outputs / 4
    return [
      .unbiased(inputs, planes, kernel: 1),
      .unbiased(planes, planes, kernel: 3, stride: stride),
      .unbiased(planes, outputs, kernel: 1),
    ]
  }

  private static func preActivatedProjection(
    _ inputs: Int, _ outputs: Int, _ stride: Int
  ) -> Sequential? {
    ShortcutOption.projected.layerBeforeActivation(inputs, outputs, stride: stride)
      .map { Sequential([$0]) }
  }
}
