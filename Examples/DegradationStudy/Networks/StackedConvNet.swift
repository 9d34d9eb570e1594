import Gradus

/// He et al.'s CIFAR net (2015, §4.2) with batch normalisation and shortcuts as options of their own,
/// for what the zoo's exact nets leave out.
final class StackedConvNet: Classifier {
  let conv1: Conv2d, bn1: BatchNorm?
  let layer1: Sequential, layer2: Sequential, layer3: Sequential
  let fc: Linear
  let classes: Int

  private let pool = AdaptiveAveragePool2d()

  /// Makes a net of 6n + 2 weighted layers.
  init(depth: Int, width: Int, inputChannels: Int, classes: Int, style: BlockStyle) {
    precondition(depth >= 8 && (depth - 2) % 6 == 0, "StackedConvNet: no depth \(depth)")
    func stage(_ inputs: Int, _ outputs: Int) -> Sequential {
      Sequential(
        (0..<(depth - 2) / 6).map { index in
          ConvolutionalBlock(index == 0 ? inputs : outputs, outputs, style)
        })
    }
    conv1 = ConvolutionalBlock.convolution(inputChannels, width, style)
    bn1 = style.isNormalized ? BatchNorm(width) : nil
    layer1 = stage(width, width)
    layer2 = stage(width, 2 * width)
    layer3 = stage(2 * width, 4 * width)
    fc = Linear(4 * width, classes)
    self.classes = classes
  }

  /// Logits of images `[n, h, w, c]`.
  func forward(_ images: Variable) -> Prediction {
    let stem = bn1.map { $0.activated(conv1(images), .relu) } ?? conv1(images).relu()
    let pooled = pool(layer3(layer2(layer1(stem))))
    return Prediction(logits: fc(pooled.reshaped(to: [pooled.shape[0], -1])))
  }

  /// Fills the parameters. Filters that change the width start as He's in any case: a Dirac filter
  /// would leave their new channels dead.
  func initialize(_ start: WeightStart, seed: UInt64) -> StackedConvNet {
    for case let layer as Conv2d in modules.map(\.module) where start == .identity {
      if layer.weight.shape[2] == layer.weight.shape[3] { layer.weight.initializer = .dirac }
    }
    return initialize(seed: seed)
  }
}

/// Two 3x3 convolutions; a change of width comes with stride 2 and option A's shortcut.
final class ConvolutionalBlock: Layer {
  let conv1: Conv2d, bn1: BatchNorm?
  let conv2: Conv2d, bn2: BatchNorm?
  /// SkipInit's factor of the branch, one number.
  let scale: Parameter?
  private let shortcut: PaddedShortcut?
  private let isResidual: Bool

  init(_ inputs: Int, _ outputs: Int, _ style: BlockStyle) {
    let stride = inputs == outputs ? 1 : 2
    conv1 = Self.convolution(inputs, outputs, style, stride: stride)
    conv2 = Self.convolution(outputs, outputs, style)
    bn1 = style.isNormalized ? BatchNorm(outputs) : nil
    bn2 = style.isNormalized ? BatchNorm(outputs) : nil
    scale = style.skipInit ? Parameter([1], .zeros) : nil
    isResidual = style.isResidual
    shortcut = isResidual && stride == 2 ? PaddedShortcut(inputs, outputs, stride: 2) : nil
  }

  static func convolution(
    _ inputs: Int, _ outputs: Int, _ style: BlockStyle, stride: Int = 1
  ) -> Conv2d {
    Conv2d(
      inputs, outputs, kernel: 3, stride: stride, padding: 1, bias: !style.isNormalized)
  }

  /// relu(branch + shortcut), or relu(branch) without a shortcut.
  func forward(_ x: Variable) -> Variable {
    let hidden = bn1.map { $0.activated(conv1(x), .relu) } ?? conv1(x).relu()
    let branch = conv2(hidden)
    let around = isResidual ? shortcut?(x) ?? x : nil
    if let bn2 { return bn2.activated(branch, .relu, adding: around) }
    let scaled = scale.map { branch * $0.variable(on: x) } ?? branch
    return (around.map { scaled + $0 } ?? scaled).relu()
  }
}
