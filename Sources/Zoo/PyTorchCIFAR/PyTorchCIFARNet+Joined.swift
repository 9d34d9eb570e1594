import GradusLayers

/// The networks of pytorch-cifar whose blocks put channels side by side: dual path networks and both ShuffleNets.
extension PyTorchCIFARNet {
  /// DPN26 and DPN92: every block adds to the first channels and lengthens the rest.
  static func dualPath(_ blocks: [Int], inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    var (layers, channels) = (stem(inputChannels, 64), 64)
    for (index, (count, growth)) in zip(blocks, [16, 32, 24, 128]).enumerated() {
      let (narrow, shared) = (96 << index, 256 << index)
      let stage = (0..<count).map { place in
        let stride = place == 0 && index > 0 ? 2 : 1
        defer { channels = shared + (place + 2) * growth }
        return NumberedBlock(
          [
            .unbiased(channels, narrow, kernel: 1),
            .unbiased(narrow, narrow, kernel: 3, stride: stride, groups: 32),
            .unbiased(narrow, shared + growth, kernel: 1),
          ],
          shortcut: place == 0
            ? ShortcutOption.projectedEverywhere.layer(channels, shared + growth, stride: stride)
              .downsample : nil,
          ending: .dualPath(shared: shared))
      }
      layers.append(("layer\(index + 1)", Sequential(stage)))
    }
    return PyTorchCIFARNet(layers, channels: channels, classes: classes)
  }

  /// ShuffleNetG2 and ShuffleNetG3: a 1x1 stem and three stages of 4, 8 and 4 units.
  static func shuffled(groups: Int, inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    let first = ShuffleNetV1.stage2Outputs[groups] ?? 0
    var (layers, channels) = (stem(inputChannels, 24, kernel: 1), 24)
    for (index, count) in [4, 8, 4].enumerated() {
      let outputs = first << index
      let stage = (0..<count).map { place in
        let inputs = channels
        channels = outputs
        return shuffleUnit(inputs, outputs, groups: groups, halves: place == 0)
      }
      layers.append(("layer\(index + 1)", Sequential(stage)))
    }
    return PyTorchCIFARNet(layers, channels: channels, classes: classes)
  }

  /// ShuffleNetV2 of sizes 0.5 to 2: three stages of 4, 8 and 4 units and a last 1x1 convolution; `outputs`
  /// has the channels of each.
  ///
  /// Size 2 begins with 224 channels, where Ma et al. 2018, Table 5, have 244.
  static func split(_ outputs: [Int], inputChannels: Int, classes: Int) -> PyTorchCIFARNet {
    var (layers, channels) = (stem(inputChannels, 24), 24)
    for (index, count) in [4, 8, 4].enumerated() {
      let stage = (0..<count).map { place in
        defer { channels = outputs[index] }
        return NumberedShuffleUnit(channels, outputs[index], halves: place == 0)
      }
      layers.append(("layer\(index + 1)", Sequential(stage)))
    }
    return PyTorchCIFARNet(
      layers + convolution(2, .unbiased(channels, outputs[3], kernel: 1)), channels: outputs[3],
      classes: classes)
  }

  private static func shuffleUnit(
    _ inputs: Int, _ outputs: Int, groups: Int, halves: Bool
  ) -> NumberedBlock {
    let branch = halves ? outputs - inputs : outputs
    let (narrow, firstGroups) = (branch / 4, inputs == 24 ? 1 : groups)
    return NumberedBlock(
      [
        .unbiased(inputs, narrow, kernel: 1, groups: firstGroups),
        .unbiased(narrow, narrow, kernel: 3, stride: halves ? 2 : 1, groups: narrow),
        .unbiased(narrow, branch, kernel: 1, groups: groups),
      ], shuffle: firstGroups > 1 ? ChannelShuffle(groups: groups) : nil,
      shortcut: halves ? AveragePool2d(kernel: 3, stride: 2, padding: 1) : nil,
      ending: halves ? .activatedJoin : .activatedSum)
  }
}
