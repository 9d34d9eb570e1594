/// Aggregated residual transformations (Xie et al. 2016, Table 1): bottlenecks whose 3x3 convolution
/// has groups. A name says cardinality x width: `32x4d`.
extension ResNet {
  /// ResNeXt-50 (32x4d).
  public static func resnext50x32x4d(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(groups: 32, widthPerGroup: 4), [3, 4, 6, 3], inputChannels: inputChannels,
      classes: classes)
  }

  /// ResNeXt-101 (32x4d).
  public static func resnext101x32x4d(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(groups: 32, widthPerGroup: 4), [3, 4, 23, 3], inputChannels: inputChannels,
      classes: classes)
  }

  /// torchvision's ResNeXt-101 (32x8d).
  public static func resnext101x32x8d(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(groups: 32, widthPerGroup: 8), [3, 4, 23, 3], inputChannels: inputChannels,
      classes: classes)
  }

  /// ResNeXt-101 (64x4d) (Table 4).
  public static func resnext101x64x4d(inputChannels: Int = 3, classes: Int = 1000) -> ResNet {
    ResNet(
      .bottleneck(groups: 64, widthPerGroup: 4), [3, 4, 23, 3], inputChannels: inputChannels,
      classes: classes)
  }

  /// ResNeXt-29 (8x64d) for CIFAR (§5.3).
  public static func resnext29x8x64dCIFAR(inputChannels: Int = 3, classes: Int = 10) -> ResNet {
    resnext29CIFAR(groups: 8, inputChannels, classes)
  }

  /// ResNeXt-29 (16x64d) for CIFAR (§5.3).
  public static func resnext29x16x64dCIFAR(inputChannels: Int = 3, classes: Int = 10) -> ResNet {
    resnext29CIFAR(groups: 16, inputChannels, classes)
  }

  private static func resnext29CIFAR(
    groups: Int, _ inputChannels: Int, _ classes: Int
  ) -> ResNet {
    ResNet(
      cifar: .bottleneck(groups: groups, widthPerGroup: 64), blocks: 3, stem: 64, planes: 64,
      inputChannels: inputChannels, classes: classes)
  }
}
