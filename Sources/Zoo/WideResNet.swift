import GradusTensors

/// Wide residual networks (Zagoruyko and Komodakis 2016, Table 1): fewer, wider pre-activation
/// blocks of two 3x3 convolutions, with projections where the size changes.
extension PreActivationResNet {
  /// WRN-`depth`-`widening` for CIFAR, depth 6n + 4.
  ///
  /// - Parameters:
  ///   - depth: convolutions, projections included (16, 22, 28, 40); traps on other than 6n + 4.
  ///   - widening: the factor k over the 16, 32 and 64 channels of the thin net.
  ///   - dropout: the probability between a block's convolutions (§2.4); 0 for none.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public static func wide(
    depth: Int, widening: Int, dropout: Double = 0, inputChannels: Int = 3, classes: Int = 10
  ) -> PreActivationResNet {
    precondition(
      depth >= 10 && (depth - 4) % 6 == 0 && widening >= 1,
      "wide ResNet: the depth must be 6n + 4 (16, 22, 28, 40, ...) and the widening at least 1, not "
        + "\(depth) and \(widening)")
    return PreActivationResNet(
      cifar: (depth - 4) / 6, channels: 16 * widening, inputChannels: inputChannels,
      classes: classes
    ) { inputs, outputs, stride, position in
      PreActivationBlock(
        basic: inputs, outputs, stride: stride, position: position, shortcut: .projected,
        dropout: dropout)
    }
  }
}

extension ResNet {
  /// torchvision's `wide_resnet101_2`: ResNet-101 with 3x3 convolutions of twice the channels.
  public static func wide101x2(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(widthPerGroup: 128), [3, 4, 23, 3], inputChannels: inputChannels,
      classes: classes)
  }

  /// torchvision's `wide_resnet50_2`: ResNet-50 with 3x3 convolutions of twice the channels (§4).
  public static func wide50x2(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(widthPerGroup: 128), [3, 4, 6, 3], inputChannels: inputChannels,
      classes: classes)
  }
}
