import GradusAutodiff
import GradusLayers
import GradusTensors

/// A densely connected network (Huang et al. 2016): each layer sees the results of all before it.
///
/// Blocks of layers that each add `growth` channels; between blocks a transition halves the image
/// and, with compression, the channels. State names are torchvision's.
public final class DenseNet: Classifier {
  /// How the network starts.
  public enum Stem: Sendable {
    /// A 7x7 convolution with stride 2 and 3x3 maximum pooling with stride 2 (Table 1); with three
    /// transitions, images from 29 pixels up.
    case imageNet
    /// A 3x3 convolution (§3, "Implementation details"); with two transitions, images from 4 pixels up.
    case cifar
  }

  /// Everything up to the last normalisation.
  public let features: Sequential
  /// The classifier.
  public let classifier: Linear
  /// The number of classes.
  public let classes: Int
  /// The last transition needs two pixels.
  public let inputRequirement: InputRequirement

  private let pool = GlobalAveragePool()

  /// Makes a network from the paper's quantities.
  ///
  /// - Parameters:
  ///   - stem: how the network starts.
  ///   - initialChannels: channels of the first convolution.
  ///   - growth: the growth rate k.
  ///   - blocks: layers of each dense block.
  ///   - bottleneck: whether each layer narrows to 4k channels with a 1x1 convolution first (B).
  ///   - compression: the share of channels a transition keeps, θ; 1 for all (C below 1).
  ///   - dropout: dropped after each layer; 0.2 in the paper where data is not augmented.
  ///   - inputChannels: channels of the images.
  ///   - classes: the number of classes.
  public init(
    stem: Stem, initialChannels: Int, growth: Int, blocks: [Int], bottleneck: Bool,
    compression: Double, dropout: Double = 0, inputChannels: Int = 3, classes: Int
  ) {
    var layers = stem.layers(inputChannels, initialChannels)
    var channels = initialChannels
    for (index, count) in blocks.enumerated() {
      let block = DenseBlock(
        channels, layers: count, growth: growth, bottleneck: bottleneck, dropout: dropout)
      layers.append(("denseblock\(index + 1)", block))
      channels += count * growth
      if index < blocks.count - 1 {
        let kept = Int(Double(channels) * compression)
        layers.append(("transition\(index + 1)", Self.transition(channels, kept)))
        channels = kept
      }
    }
    layers.append(("norm\(blocks.count + 1)", BatchNorm(channels)))
    features = Sequential(named: layers)
    classifier = Linear(channels, classes)
    classifier.bias?.initializer = .zeros
    inputRequirement = InputRequirement(
      minimumSize: stem.minimumSize(transitions: blocks.count - 1),
      limitingLayer: blocks.count > 1 ? "features.transition\(blocks.count - 1).pool" : nil)
    self.classes = classes
  }

  /// Logits of images `[n, h, w, inputChannels]`.
  public func forward(_ images: Variable) -> Prediction {
    Prediction(logits: classifier(pool(features(images).relu())))
  }

  private static func transition(_ inputs: Int, _ outputs: Int) -> Sequential {
    Sequential(named: [
      ("norm", BatchNorm(inputs)), ("relu", ReLU()),
      ("conv", Conv2d.dense(inputs, outputs, kernel: 1)),
      ("pool", AveragePool2d(kernel: 2)),
    ])
  }
}

extension DenseNet {
  /// DenseNet-121 (Table 1), growth rate 32.
  public static func densenet121(inputChannels: Int = 3, classes: Int = 1000) -> DenseNet {
    imageNet([6, 12, 24, 16], growth: 32, inputChannels, classes)
  }

  /// DenseNet-169 (Table 1), growth rate 32.
  public static func densenet169(inputChannels: Int = 3, classes: Int = 1000) -> DenseNet {
    imageNet([6, 12, 32, 32], growth: 32, inputChannels, classes)
  }

  /// DenseNet-201 (Table 1), growth rate 32.
  public static func densenet201(inputChannels: Int = 3, classes: Int = 1000) -> DenseNet {
    imageNet([6, 12, 48, 32], growth: 32, inputChannels, classes)
  }

  /// DenseNet-161, growth rate 48 (the first version of the paper and the authors' release).
  public static func densenet161(inputChannels: Int = 3, classes: Int = 1000) -> DenseNet {
    imageNet([6, 12, 36, 24], growth: 48, inputChannels, classes)
  }

  /// DenseNet of Table 2 for 32 by 32 images: `depth` = 3 n + 4 layers, n in each of three blocks.
  public static func cifar(
    depth: Int, growth: Int, dropout: Double = 0, inputChannels: Int = 3, classes: Int = 10
  ) -> DenseNet {
    precondition(
      depth >= 7 && (depth - 4) % 3 == 0,
      "DenseNet: the depth must be 3n + 4 (40, 100, ...), not \(depth)")
    return DenseNet(
      stem: .cifar, initialChannels: 16, growth: growth,
      blocks: [Int](repeating: (depth - 4) / 3, count: 3), bottleneck: false, compression: 1,
      dropout: dropout, inputChannels: inputChannels, classes: classes)
  }

  /// DenseNet-BC of Table 2 for 32 by 32 images: `depth` = 6 n + 4 layers, n pairs a block.
  public static func cifarBC(
    depth: Int, growth: Int, dropout: Double = 0, inputChannels: Int = 3, classes: Int = 10
  ) -> DenseNet {
    precondition(
      depth >= 10 && (depth - 4) % 6 == 0,
      "DenseNet-BC: the depth must be 6n + 4 (100, 190, 250, ...), not \(depth)")
    return DenseNet(
      stem: .cifar, initialChannels: 2 * growth, growth: growth,
      blocks: [Int](repeating: (depth - 4) / 6, count: 3), bottleneck: true, compression: 0.5,
      dropout: dropout, inputChannels: inputChannels, classes: classes)
  }

  private static func imageNet(
    _ blocks: [Int], growth: Int, _ inputChannels: Int, _ classes: Int
  ) -> DenseNet {
    DenseNet(
      stem: .imageNet, initialChannels: 2 * growth, growth: growth, blocks: blocks,
      bottleneck: true, compression: 0.5, inputChannels: inputChannels, classes: classes)
  }
}

extension DenseNet.Stem {
  fileprivate func layers(
    _ inputs: Int, _ outputs: Int
  ) -> [(name: String, layer: any Layer)] {
    switch self {
    case .imageNet:
      [
        ("conv0", Conv2d.dense(inputs, outputs, kernel: 7, stride: 2)),
        ("norm0", BatchNorm(outputs)),
        ("relu0", ReLU()), ("pool0", MaxPool2d(kernel: 3, stride: 2, padding: 1)),
      ]
    case .cifar:
      [("conv0", Conv2d.dense(inputs, outputs, kernel: 3))]
    }
  }

  /// The least height and width that leaves one pixel behind so many halvings, rounded down.
  fileprivate func minimumSize(transitions: Int) -> Int {
    let afterStem = 1 << transitions
    // The stem halves twice, rounded up.
    return self == .cifar ? afterStem : 4 * (afterStem - 1) + 1
  }
}
