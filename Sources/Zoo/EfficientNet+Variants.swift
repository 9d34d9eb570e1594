extension EfficientNet {
  /// EfficientNet-B0, for 224 by 224 images.
  public static func b0(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(0, inputChannels, classes)
  }

  /// EfficientNet-B1, for 240 by 240 images.
  public static func b1(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(1, inputChannels, classes)
  }

  /// EfficientNet-B2, for 260 by 260 images.
  public static func b2(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(2, inputChannels, classes)
  }

  /// EfficientNet-B3, for 300 by 300 images.
  public static func b3(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(3, inputChannels, classes)
  }

  /// EfficientNet-B4, for 380 by 380 images.
  public static func b4(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(4, inputChannels, classes)
  }

  /// EfficientNet-B5, for 456 by 456 images.
  public static func b5(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(5, inputChannels, classes)
  }

  /// EfficientNet-B6, for 528 by 528 images.
  public static func b6(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(6, inputChannels, classes)
  }

  /// EfficientNet-B7, for 600 by 600 images.
  public static func b7(inputChannels: Int = 3, classes: Int = 1000) -> EfficientNet {
    published(7, inputChannels, classes)
  }

  private static func published(
    _ index: Int, _ inputChannels: Int, _ classes: Int
  ) -> EfficientNet {
    // torchvision's normalisation follows where its weights come from: B5 to B7 were ported from
    // TensorFlow, whose conventions are 0.01 and 0.001.
    let isPorted = index >= 5
    return EfficientNet(
      scaling: Scaling.published[index], momentum: isPorted ? 0.01 : 0.1,
      epsilon: isPorted ? 1e-3 : 1e-5, inputChannels: inputChannels, classes: classes)
  }
}
