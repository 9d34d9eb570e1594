import GradusAutodiff
import GradusLayers

/// The small Inception for CIFAR (Zhang et al. 2016, "Understanding deep learning requires rethinking
/// generalization", Fig. 3).
///
/// Modules of 1x1 and 3x3 convolutions side by side, modules that halve the image by a 3x3
/// convolution and pooling side by side, global average pooling. 28 by 28 images, of any size from
/// one pixel up.
public final class SmallInception: Classifier {
  /// Everything up to the pooling.
  public let features: Sequential
  /// The classifier.
  public let fc: Linear
  /// The number of classes.
  public let classes: Int

  private let pool = GlobalAveragePool()

  /// Makes the network.
  ///
  /// - Parameters:
  ///   - isNormalized: whether each convolution is followed by batch normalisation; one without has
  ///     biases.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public init(isNormalized: Bool = true, inputChannels: Int = 3, classes: Int = 10) {
    func conv(_ inputs: Int, _ outputs: Int, kernel: Int, stride: Int = 1) -> ConvReLU {
      ConvReLU(
        inputs, outputs, kernel: kernel, stride: stride, padding: kernel / 2,
        normalized: isNormalized)
    }
    var layers: [(name: String, layer: any Layer)] = [
      ("conv1", conv(inputChannels, 96, kernel: 3))
    ]
    var channels = 96
    // Outputs of the 1x1 and the 3x3 convolution; a single number halves the image.
    for (index, outputs) in Self.modules.enumerated() {
      let module: Concatenate
      if outputs.count == 2 {
        module = Concatenate(named: [
          ("branch1x1", conv(channels, outputs[0], kernel: 1)),
          ("branch3x3", conv(channels, outputs[1], kernel: 3)),
        ])
        channels = outputs[0] + outputs[1]
      } else {
        module = Concatenate(named: [
          ("branch3x3", conv(channels, outputs[0], kernel: 3, stride: 2)),
          ("pool", MaxPool2d(kernel: 3, stride: 2, padding: 1)),
        ])
        channels += outputs[0]
      }
      layers.append(("mixed\(index + 1)", module))
    }
    features = Sequential(named: layers)
    fc = Linear(channels, classes)
    self.classes = classes
  }

  private static let modules = [
    [32, 32], [32, 48], [80], [112, 48], [96, 64], [80, 80], [48, 96], [96], [176, 160],
    [176, 160],
  ]

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: fc(pool(features(images))))
  }
}
