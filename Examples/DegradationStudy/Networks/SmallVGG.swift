import Gradus

/// VGG's design in small (Simonyan and Zisserman 2014, §2.1): three stages of convolutions that keep
/// the size, each followed by 2x2 pooling and twice the channels of the one before.
struct SmallVGG: Sendable {
  /// Channels of the first stage.
  var width = 8
  /// What a stage is made of.
  var filters = Filters.pairs
  /// Whether a 3x3 convolution widens the stage first, so that what follows keeps its channels.
  var widensFirst = false
  /// Whether the first two stages have one convolution, as in configuration A.
  var isShallow = false
  /// What follows each convolution or, for LRN, the first stage's.
  var norm = Norm.none
  /// Whether the last stage is pooled as well.
  var poolsLast = true

  /// The filters of a stage, all with a field of 5x5 pixels.
  enum Filters: Sendable {
    /// Two 3x3 convolutions, each rectified.
    case pairs
    /// Two 3x3 convolutions with nothing in between.
    case linearPairs
    /// One 5x5 convolution.
    case single
  }

  /// The normalisation.
  enum Norm: Sendable {
    case none, batch
    /// Krizhevsky et al. 2012, §3.3, where Simonyan and Zisserman's A-LRN has it.
    case localResponse
  }

  /// The layers before the classifier, and their channels.
  func features(inputChannels: Int) -> (layers: [any Layer], channels: Int) {
    var (layers, channels) = ([any Layer](), inputChannels)
    for outputs in [width, 2 * width, 4 * width] {
      layers += stage(channels, outputs)
      if isShallow, outputs == width {
        // Nothing in the place of a normalisation, so that both nets start from the same weights.
        layers.append(norm == .localResponse ? LocalResponseNorm() : Sequential([]))
      }
      if outputs < 4 * width || poolsLast {
        layers.append(MaxPool2d(kernel: 2, roundsUp: true))
      }
      channels = outputs
    }
    return (layers, channels)
  }

  /// The net.
  func net(inputChannels: Int, classes: Int) -> SmallNet {
    let (layers, channels) = features(inputChannels: inputChannels)
    return SmallNet(layers, channels: channels, classes: classes)
  }

  private func stage(_ inputs: Int, _ outputs: Int) -> [any Layer] {
    widensFirst
      ? convolution(inputs, outputs, 3) + compared(outputs, outputs) : compared(inputs, outputs)
  }

  private func compared(_ inputs: Int, _ outputs: Int) -> [any Layer] {
    switch filters {
    case .pairs:
      convolution(inputs, outputs, 3)
        + (isShallow && outputs < 4 * width ? [] : convolution(outputs, outputs, 3))
    case .linearPairs:
      [Conv2d(inputs, outputs, kernel: 3, padding: 1)] + convolution(outputs, outputs, 3)
    case .single: convolution(inputs, outputs, 5)
    }
  }

  private func convolution(_ inputs: Int, _ outputs: Int, _ kernel: Int) -> [any Layer] {
    let filter = Conv2d(
      inputs, outputs, kernel: kernel, padding: kernel / 2, bias: norm != .batch)
    return norm == .batch ? [filter, BatchNorm(outputs), ReLU()] : [filter, ReLU()]
  }
}
